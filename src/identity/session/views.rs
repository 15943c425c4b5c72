//! What a person sees of their account and of their sessions.

use serde::Serialize;

use crate::clock::Micros;
use crate::text::Locale;
use crate::web::page::Page;
use crate::web::views::{HOSTILE, SAMPLE_TIME, sample};

/// A session that is open.
#[derive(Clone, Debug, Serialize)]
pub struct SessionLine {
    /// Its id.
    pub id: String,
    /// The browser and the system; none when they do not tell.
    pub browser: Option<String>,
    /// The truncated address it was begun from; none when that says nothing.
    pub network: Option<String>,
    /// The issuer they signed in with.
    pub issuer: String,
    /// When it began.
    pub begun_at: Micros,
    /// When it was last used, to the minute.
    pub used_at: Micros,
    /// Whether it is the one that is looking.
    pub here: bool,
}

impl SessionLine {
    fn samples(locale: Locale) -> Vec<Self> {
        let line = |browser: Option<&str>, network: Option<&str>, here| Self {
            id: "0198c0de-0000-7000-8000-000000000003".into(),
            browser: browser.map(str::to_owned),
            network: network.map(str::to_owned),
            issuer: sample(locale, "Service d’identité de démonstration", "Demonstration identity service"),
            begun_at: SAMPLE_TIME,
            used_at: SAMPLE_TIME,
            here,
        };
        vec![
            line(Some("Firefox, Windows"), Some("203.0.113.0/24"), true),
            line(Some("Safari, iPhone"), Some("2001:db8:1::/48"), false),
            line(None, None, false),
        ]
    }
}

/// A person's account: what the portal knows them by, and what they can look after.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// Their name, as the issuer gives it; empty when it gives none.
    pub name: String,
    /// Where they are written to, if the issuer vouches for it.
    pub email: Option<String>,
    /// The issuer they signed in with.
    pub issuer: String,
    /// How many sessions are open.
    pub sessions: usize,
}

impl Page for Account {
    const TEMPLATE: &'static str = "account/account.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let issuer = sample(locale, "Service d’identité de démonstration", "Demonstration identity service");
        let usual = Self {
            name: sample(locale, "Amélie Tremblay", "Connor O’Neil"),
            email: Some("amelie@exemple.test".into()),
            issuer: issuer.clone(),
            sessions: 3,
        };
        let bare = Self { name: String::new(), email: None, issuer, sessions: 1 };
        vec![usual.clone(), bare, Self { name: HOSTILE.into(), ..usual }]
    }
}

/// The sessions that are open.
#[derive(Clone, Debug, Serialize)]
pub struct MySessions {
    /// The last used first.
    pub sessions: Vec<SessionLine>,
    /// Whether some were ended just now.
    pub ended: bool,
}

impl Page for MySessions {
    const TEMPLATE: &'static str = "account/sessions.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let all = SessionLine::samples(locale);
        let alone = all.iter().filter(|line| line.here).cloned().collect();
        vec![Self { sessions: all, ended: false }, Self { sessions: alone, ended: true }]
    }
}

/// Shall they really end?
#[derive(Clone, Debug, Serialize)]
pub struct EndSessions {
    /// Those that would end.
    pub sessions: Vec<SessionLine>,
    /// The one that was asked for; none: all others.
    pub one: Option<String>,
}

impl Page for EndSessions {
    const TEMPLATE: &'static str = "account/end_sessions.html";

    fn samples(locale: Locale) -> Vec<Self> {
        let others: Vec<_> = SessionLine::samples(locale).into_iter().filter(|line| !line.here).collect();
        let one = others.iter().take(1).cloned().collect();
        let id = Some("0198c0de-0000-7000-8000-000000000003".into());
        vec![Self { sessions: one, one: id }, Self { sessions: others, one: None }]
    }
}

/// The session goes on, or cannot any more.
#[derive(Clone, Debug, Serialize)]
pub struct Stay {
    /// Until when, if nothing more is asked of it.
    pub until: Micros,
    /// Whether that is its end in any case.
    pub last: bool,
}

impl Page for Stay {
    const TEMPLATE: &'static str = "account/stay.html";

    fn samples(_: Locale) -> Vec<Self> {
        vec![Self { until: SAMPLE_TIME, last: false }, Self { until: SAMPLE_TIME, last: true }]
    }
}
