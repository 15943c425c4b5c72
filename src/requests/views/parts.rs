//! The pages of another person's part: for the citizen who invites, and for whoever is invited.

use serde::Serialize;

use super::samples::{REFERENCE, sections, service};
use super::{AnswerSection, FieldView};
use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{ErrorLine, HOSTILE, SAMPLE_TIME, sample};

/// How far a part has come, for the citizen whose request it is. The words are `part-{word}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartWord {
    /// Nobody is invited.
    Open,
    /// There is a code that nobody has used.
    Invited,
    /// Someone has used the code.
    Taken,
    /// The time to use the code, or to fill the part in, is over.
    Expired,
    /// They sent their part; the portal has yet to hand it over.
    Answered,
    /// The service has it.
    Received,
}

/// A part as a line on the request's page.
#[derive(Clone, Debug, Serialize)]
pub struct PartLine {
    /// Its own page.
    pub href: String,
    /// What it is.
    pub title: String,
    /// How far it has come.
    pub state: PartWord,
}

/// A part, for the citizen whose request it is. Posts `csrf` and `action`: `invite` or `revoke`.
#[derive(Clone, Debug, Serialize)]
pub struct PartPage {
    /// The service's title.
    pub title: String,
    /// The request's reference.
    pub reference: String,
    /// What the part is.
    pub part_title: String,
    /// Whom to invite, in the service's words.
    pub detail: String,
    /// How far it has come.
    pub state: PartWord,
    /// The code to hand over.
    pub code: Option<String>,
    /// Until when it can be used, and the part filled in.
    pub until: Option<Micros>,
    /// When the other person sent it.
    pub answered_at: Option<Micros>,
    /// Whether someone may be invited: not once the request has ended.
    pub may_invite: bool,
    /// Where the form is posted.
    pub action: String,
    /// Back to the request.
    pub request_href: String,
}

/// What became of an invitation, for whoever took it. The words are `invitation-{word}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InvitationWord {
    /// The part is to be filled in.
    ToDo,
    /// Sent; the portal has yet to hand it over.
    Sent,
    /// The service has it.
    Received,
    /// It no longer holds: taken back, too old, or its request has ended.
    Over,
}

/// An invitation that someone took, as a line.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationLine {
    /// Its page.
    pub href: String,
    /// The service's title, as it may be read over a shoulder.
    pub title: String,
    /// What became of it.
    pub state: InvitationWord,
    /// Until when it is to be filled in.
    pub until: Option<Micros>,
}

/// Where a code is typed. Posts `csrf` and `invitation`.
#[derive(Clone, Debug, Serialize)]
pub struct Invitations {
    /// What was typed.
    pub typed: String,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// The invitations that this person took before.
    pub taken: Vec<InvitationLine>,
}

/// The part as the invited person fills it in. Posts `csrf`, `owner`, its fields and `declaration`.
#[derive(Clone, Debug, Serialize)]
pub struct InvitationPage {
    /// The service's title.
    pub title: String,
    /// What the person is asked to be: the title of the page of questions.
    pub part_title: String,
    /// What is asked, in the service's words.
    pub guest: String,
    /// Whose request it is; none when they left the portal.
    pub citizen: Option<String>,
    /// What became of it.
    pub state: InvitationWord,
    /// Until when it is to be filled in.
    pub until: Micros,
    /// The questions.
    pub fields: Vec<FieldView>,
    /// What the person declares on sending.
    pub declaration: String,
    /// What is to be mended.
    pub errors: Vec<ErrorLine>,
    /// Whether what was typed was kept over a sign-in.
    pub kept: bool,
    /// Whose page this is, as a mark: see [`super::FormPage::owner`].
    pub owner: String,
    /// What they sent.
    pub sections: Vec<AnswerSection>,
    /// When they sent it.
    pub sent_at: Option<Micros>,
    /// Where the form is posted.
    pub action: String,
}

impl PartLine {
    pub(super) fn samples(locale: Locale) -> Vec<Self> {
        let line = |state| Self {
            href: format!("/requests/{REFERENCE}/parts/witness"),
            title: sample(locale, "Votre témoin indépendant", "Your independent witness"),
            state,
        };
        vec![line(PartWord::Open), line(PartWord::Received)]
    }
}

impl Page for PartPage {
    const TEMPLATE: &'static str = "requests/part.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let open = Self {
            title: service(locale),
            reference: REFERENCE.into(),
            part_title: sample(locale, "Votre témoin indépendant", "Your independent witness"),
            detail: sample(
                locale,
                "Une personne de 18 ans ou plus qui comprend ce que vous demandez.",
                "A person aged 18 or over who understands what you ask for.",
            ),
            state: PartWord::Open,
            code: None,
            until: None,
            answered_at: None,
            may_invite: true,
            action: format!("/requests/{REFERENCE}/parts/witness"),
            request_href: format!("/requests/{REFERENCE}"),
        };
        let code = Some("4MX2-9QTB-7RK".to_owned());
        let until = Some(SAMPLE_TIME);
        let invited = Self { state: PartWord::Invited, code, until, ..open.clone() };
        let taken = Self { state: PartWord::Taken, code: None, ..invited.clone() };
        let expired = Self { state: PartWord::Expired, ..taken.clone() };
        let answered = |state| Self { state, answered_at: Some(SAMPLE_TIME), until: None, ..open.clone() };
        let ended = Self { may_invite: false, part_title: HOSTILE.into(), ..open.clone() };
        let (sent, received) = (answered(PartWord::Answered), answered(PartWord::Received));
        vec![invited, open, taken, expired, sent, received, ended]
    }
}

impl Page for Invitations {
    const TEMPLATE: &'static str = "requests/invitations.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let empty = Self { typed: String::new(), errors: vec![], taken: vec![] };
        let message = sample(locale, "Ce code n’ouvre rien.", "This code opens nothing.");
        let errors = vec![ErrorLine { input: "invitation".into(), message }];
        let line = |state, until| InvitationLine {
            href: "/invitations/0198c0de-0000-7000-8000-000000000007".into(),
            title: sample(locale, "Démarche confidentielle", "Confidential request"),
            state,
            until,
        };
        let states = [InvitationWord::Sent, InvitationWord::Received, InvitationWord::Over];
        let others = states.map(|state| line(state, None));
        let taken = [line(InvitationWord::ToDo, Some(SAMPLE_TIME))].into_iter().chain(others).collect();
        vec![empty.clone(), Self { typed: HOSTILE.into(), errors, ..empty.clone() }, Self { taken, ..empty }]
    }
}

impl Page for InvitationPage {
    const TEMPLATE: &'static str = "requests/invitation.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let fields = super::FormPage::samples(locale).into_iter().next().map(|page| page.fields);
        let usual = Self {
            title: service(locale),
            part_title: sample(locale, "La part du témoin", "The witness’s part"),
            guest: sample(locale, "On vous invite à être témoin.", "You are invited to be a witness."),
            citizen: Some("Amélie Tremblay".into()),
            state: InvitationWord::ToDo,
            until: SAMPLE_TIME,
            fields: fields.unwrap_or_default(),
            declaration: sample(locale, "Ce que j’ai écrit est vrai.", "What I wrote is true."),
            errors: vec![],
            kept: false,
            owner: "owner".into(),
            sections: vec![],
            sent_at: None,
            action: "/invitations/0198c0de-0000-7000-8000-000000000007".into(),
        };
        let message = sample(locale, "Pour envoyer, cochez la case.", "To send, tick the box.");
        let errors = vec![ErrorLine { input: "declaration".into(), message }];
        let wrong = Self { errors, kept: true, citizen: Some(HOSTILE.into()), ..usual.clone() };
        let sent = |state| Self {
            state,
            fields: vec![],
            sections: sections(locale, false),
            sent_at: Some(SAMPLE_TIME),
            ..usual.clone()
        };
        let over = Self { state: InvitationWord::Over, citizen: None, fields: vec![], ..usual.clone() };
        vec![usual.clone(), wrong, sent(InvitationWord::Sent), sent(InvitationWord::Received), over]
    }
}
