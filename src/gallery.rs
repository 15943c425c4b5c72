//! Every sample of every page, for the tests that render them all and for `examples/gallery.rs`,
//! which writes them out to be looked at.

use std::time::Duration;

use crate::admin::service_views::Services;
use crate::admin::views::{
    Changes, Confirmations, Jobs, Journey, Journeys, Log, Operations, Statistics, Today,
};
use crate::announcements::views::{Edit, NewsBoard, NewsList, NewsPage, Preview, Withdrawal};
use crate::desk::views::{DeskEdit, DeskList, DeskPreview, DeskPublish};
use crate::feedback::views::board::{Board, Triage};
use crate::feedback::views::{CheckReport, FollowReport, IdeaPage, Ideas, MyReports, WriteReport};
use crate::frames::views::AppPage;
use crate::help::views::{ContactPage, HelpPage, SearchPage};
use crate::identity::session::views::{Account, EndSessions, MySessions, Stay};
use crate::identity::views::{SignIn, SignInFailed, SignIns, SignedOut, Welcome};
use crate::my_data::looks::Looks;
use crate::my_data::views::{AccountClosed, CloseAccount, MyDataPage};
use crate::my_notices::views::{AddressPage, CodePage, NoticesPage, RemovalPage};
use crate::notices::unsubscribe::Unsubscribe;
use crate::notices::views::{Inbox, MessageView};
use crate::requests::views::{
    CheckAnswers, Confirmation, Conflict, Conversation, DeletedDraft, DocumentResting, DraftDeletion,
    DraftPage, FormPage, InvitationPage, Invitations, Overview, PartPage, Removal, RequestCopy, RequestList,
    RequestView, TaskPage, WithdrawalPage, WithdrawalReceipt,
};
use crate::text::Locale;
use crate::tiles::views::passport::Passport;
use crate::tiles::views::{AgeBar, Home, ServiceHelp, ServiceStart};
use crate::web::views::{Article, ErrorPage, SAMPLE_TIME, sample};
use crate::web::{AnyPage, Frame, FramePerson, Page, SessionEnd};

const IDLE: Duration = Duration::from_mins(30);

/// A sample, the frame around it, and a name for its file such as `requests-form-2`.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its file's name without extension.
    pub name: String,
    /// The frame around it.
    pub frame: Frame,
    /// The page.
    pub page: AnyPage,
}

/// Every sample in that language, in the order in which a citizen meets the pages.
#[must_use]
pub fn samples(locale: Locale) -> Vec<Sample> {
    let mut all = Vec::new();
    add::<Welcome>(&mut all, locale);
    add::<SignIn>(&mut all, locale);
    add::<SignInFailed>(&mut all, locale);
    add::<SignIns>(&mut all, locale);
    add::<SignedOut>(&mut all, locale);
    add::<Home>(&mut all, locale);
    add::<ServiceStart>(&mut all, locale);
    add::<ServiceHelp>(&mut all, locale);
    add::<Passport>(&mut all, locale);
    add::<Services>(&mut all, locale);
    add::<AppPage>(&mut all, locale);
    add::<AgeBar>(&mut all, locale);
    add::<FormPage>(&mut all, locale);
    add::<Removal>(&mut all, locale);
    add::<DraftPage>(&mut all, locale);
    add::<DraftDeletion>(&mut all, locale);
    add::<DeletedDraft>(&mut all, locale);
    add::<Overview>(&mut all, locale);
    add::<Conflict>(&mut all, locale);
    add::<CheckAnswers>(&mut all, locale);
    add::<Confirmation>(&mut all, locale);
    add::<RequestCopy>(&mut all, locale);
    add::<RequestList>(&mut all, locale);
    add::<RequestView>(&mut all, locale);
    add::<TaskPage>(&mut all, locale);
    add::<PartPage>(&mut all, locale);
    add::<Invitations>(&mut all, locale);
    add::<InvitationPage>(&mut all, locale);
    add::<Conversation>(&mut all, locale);
    add::<DocumentResting>(&mut all, locale);
    add::<WithdrawalPage>(&mut all, locale);
    add::<WithdrawalReceipt>(&mut all, locale);
    add::<Account>(&mut all, locale);
    add::<MySessions>(&mut all, locale);
    add::<EndSessions>(&mut all, locale);
    add::<Stay>(&mut all, locale);
    add::<NoticesPage>(&mut all, locale);
    add::<AddressPage>(&mut all, locale);
    add::<CodePage>(&mut all, locale);
    add::<RemovalPage>(&mut all, locale);
    add::<Inbox>(&mut all, locale);
    add::<MessageView>(&mut all, locale);
    add::<Unsubscribe>(&mut all, locale);
    add::<crate::admin::views::Deliveries>(&mut all, locale);
    add::<MyDataPage>(&mut all, locale);
    add::<CloseAccount>(&mut all, locale);
    add::<AccountClosed>(&mut all, locale);
    for add in [add::<WriteReport>, add::<CheckReport>, add::<FollowReport>, add::<MyReports>] {
        add(&mut all, locale);
    }
    for add in [add::<Ideas>, add::<IdeaPage>, add::<Board>, add::<Triage>] {
        add(&mut all, locale);
    }
    add::<Article>(&mut all, locale);
    add::<ErrorPage>(&mut all, locale);
    add::<Today>(&mut all, locale);
    add::<Journeys>(&mut all, locale);
    add::<DeskList>(&mut all, locale);
    add::<DeskEdit>(&mut all, locale);
    add::<DeskPreview>(&mut all, locale);
    add::<DeskPublish>(&mut all, locale);
    add::<Looks>(&mut all, locale);
    add::<Journey>(&mut all, locale);
    add::<Log>(&mut all, locale);
    add::<Operations>(&mut all, locale);
    add::<Statistics>(&mut all, locale);
    add::<Confirmations>(&mut all, locale);
    add::<Changes>(&mut all, locale);
    add::<Jobs>(&mut all, locale);
    add::<HelpPage>(&mut all, locale);
    add::<SearchPage>(&mut all, locale);
    add::<ContactPage>(&mut all, locale);
    add::<NewsList>(&mut all, locale);
    add::<NewsPage>(&mut all, locale);
    add::<NewsBoard>(&mut all, locale);
    add::<Edit>(&mut all, locale);
    add::<Preview>(&mut all, locale);
    add::<Withdrawal>(&mut all, locale);
    all
}

fn add<P: Page>(all: &mut Vec<Sample>, locale: Locale) {
    let stem = P::TEMPLATE.trim_end_matches(".html").replace('/', "-");
    for (index, page) in P::samples(locale).iter().enumerate() {
        let name = format!("{stem}-{}", index + 1);
        all.push(Sample { frame: frame(locale, P::TEMPLATE, &name), page: page.into(), name });
    }
}

fn frame(locale: Locale, template: &str, name: &str) -> Frame {
    let (folder, _) = template.split_once('/').unwrap_or_default();
    let person = FramePerson {
        name: sample(locale, "Amélie Tremblay", "Connor O’Neil"),
        unread: 2,
        is_admin: folder == "admin",
        is_staff: folder == "admin",
        is_publisher: folder == "desk",
    };
    let path = match folder {
        "requests" => "/requests",
        "notices" => "/messages",
        "account" => "/account",
        "admin" => "/admin",
        "tiles" => "/",
        _ => "/gallery",
    };
    Frame {
        locale,
        path: path.into(),
        query: format!("sample={name}&b=%3Cscript%3E"),
        person: (folder != "identity").then_some(person),
        csrf: "csrf-token".into(),
        demo: true,
        portal_name: "Parvis".into(),
        trace: "0b7c1f9e4d2a4f6a".into(),
        quick_exit: (template == ServiceHelp::TEMPLATE).then(|| "https://meteo.gc.ca/".into()),
        session_end: Some(SessionEnd { at: SAMPLE_TIME.after(IDLE), in_s: IDLE.as_secs(), last: false }),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::text::Text;
    use crate::web::views::HOSTILE;
    use crate::web::{Assets, Renderer};

    /// Says that it is an article, but has nothing to say.
    #[derive(serde::Serialize)]
    struct Lame;

    impl Page for Lame {
        const TEMPLATE: &'static str = Article::TEMPLATE;

        fn samples(_: Locale) -> Vec<Self> {
            vec![Self]
        }
    }

    fn rendered() -> Vec<(String, String)> {
        let renderer = Renderer::new(&Text::portal().unwrap(), &Arc::new(Assets::embedded())).unwrap();
        let render = |sample: Sample| {
            let html = renderer.render_any(&sample.frame, &sample.page);
            let name = format!("{} {}", sample.frame.locale, sample.name);
            let html = html.unwrap_or_else(|error| panic!("{name}: {error:#}"));
            (name, html)
        };
        Locale::ALL.into_iter().flat_map(samples).map(render).collect()
    }

    #[test]
    fn every_sample_is_rendered_with_all_its_words() {
        for (name, html) in rendered() {
            for mark in ["⟦", "{$", "{ $", "{{", "{%"] {
                let hostile_apart = html.replace("{{ page }}", "").replace("{{7*7}}", "");
                assert!(!hostile_apart.contains(mark), "{name} has {mark}");
            }
            assert!(html.len() < 60_000, "{name}: {} bytes", html.len());
        }
    }

    #[test]
    fn what_people_typed_is_never_markup() {
        assert!(HOSTILE.contains("<script>alert"));
        for (name, html) in rendered() {
            assert!(!html.contains("<script>"), "{name} lets a script in");
            assert!(!html.contains("\" onmouseover"), "{name} lets an attribute in");
            assert!(!html.contains(" style="), "{name} has an inline style");
        }
    }

    #[test]
    fn every_page_has_one_heading_and_ids_that_are_unique() {
        for (name, html) in rendered() {
            assert_eq!(html.matches("<h1").count(), 1, "{name}: one h1");
            let mut ids: Vec<&str> =
                html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            ids.sort_unstable();
            let twice = ids.windows(2).find(|pair| pair[0] == pair[1]);
            assert_eq!(twice, None, "{name}");
        }
    }

    #[test]
    fn every_error_of_a_summary_leads_to_something() {
        for (name, html) in rendered() {
            let Some(summary) = html.split("id=\"error-summary\"").nth(1) else { continue };
            let summary = summary.split("</ul>").next().unwrap();
            for target in summary.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(html.contains(&format!("id=\"{target}\"")), "{name}: #{target}");
            }
            assert!(html.contains("<title>Erreur\u{a0}: ") || html.contains("<title>Error: "), "{name}");
        }
    }

    #[test]
    fn an_absent_name_is_an_error() {
        let renderer = Renderer::new(&Text::portal().unwrap(), &Arc::new(Assets::embedded())).unwrap();
        assert!(renderer.render(&Frame::default(), &Lame).is_err());
    }
}
