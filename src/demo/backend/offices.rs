//! The services that the demo has back-ends for: what differs between them.

use crate::text::Locale;

/// One service's back-end.
#[derive(Debug)]
pub(in crate::demo) struct Office {
    /// Its name in the portal's registry, and that of its tile where it takes something in.
    pub(in crate::demo) id: &'static str,
    /// Who runs it: the organisation that citizens' pseudonyms are for.
    pub(in crate::demo) organisation: &'static str,
    /// What it is called, French then English.
    names: [&'static str; 2],
    /// The last segment of the path that takes submissions.
    pub(super) collection: &'static str,
    /// How its references begin.
    pub(super) prefix: &'static str,
    /// The statuses that everything filed there goes through.
    pub(super) steps: [&'static str; 4],
    /// Whether it also asks, writes and hands over documents, where its pace lets it.
    pub(super) talks: bool,
    /// The document that it hands over at the end.
    pub(super) findings: Option<&'static str>,
    /// What it is called in what the demo says of its ports.
    pub(in crate::demo) service: &'static str,
    /// How far above the portal's its port is.
    pub(in crate::demo) offset: u16,
}

/// All of them.
pub(in crate::demo) static OFFICES: [Office; 6] = [
    Office {
        id: "complaints",
        organisation: "complaints-office",
        names: ["Bureau des plaintes", "Complaints office"],
        findings: Some("findings"),
        collection: "complaints",
        prefix: "PLA",
        steps: ["received", "triage", "need-info", "done"],
        talks: true,
        service: "complaints back-end",
        offset: 3,
    },
    Office {
        id: "surrogacy",
        organisation: "parental-projects",
        names: ["Équipe des projets parentaux", "Parental projects team"],
        findings: None,
        collection: "projects",
        prefix: "GPA",
        steps: ["received", "review", "need-info", "registered"],
        talks: false,
        service: "surrogacy back-end",
        offset: 6,
    },
    Office {
        id: "cancer-screening",
        organisation: "screening-program",
        names: ["Programme de dépistage", "Screening program"],
        findings: None,
        collection: "tests",
        prefix: "DEP",
        steps: ["received", "review", "need-info", "arranged"],
        talks: false,
        service: "cancer-screening back-end",
        offset: 7,
    },
    Office {
        id: "medical-assistance-in-dying",
        organisation: "end-of-life-care",
        names: ["Équipe des soins de fin de vie", "End-of-life care team"],
        findings: None,
        collection: "preparations",
        prefix: "SFV",
        steps: ["received", "assessment", "to-sign", "ready"],
        talks: true,
        service: "end-of-life care back-end",
        offset: 8,
    },
    Office::to_look_up("records", "health-records", ["Dossier de santé", "Health record"], 9),
    Office::to_look_up("pharmacy", "pharmacy-network", ["Réseau des pharmacies", "Pharmacy network"], 10),
];

impl Office {
    /// A system that takes nothing in: it tells people what it knows of them.
    const fn to_look_up(
        id: &'static str,
        organisation: &'static str,
        names: [&'static str; 2],
        offset: u16,
    ) -> Self {
        let steps = ["", "", "", ""];
        let (collection, prefix, talks, findings) = ("", "", false, None);
        Self { id, organisation, names, collection, prefix, steps, talks, findings, service: id, offset }
    }

    /// The tile on whose behalf it is called.
    pub(super) fn tile(&self) -> &'static str {
        if self.is_looked_up() { "your-health" } else { self.id }
    }

    /// Whether it takes nothing in, and is only looked up.
    pub(super) fn is_looked_up(&self) -> bool {
        self.collection.is_empty()
    }

    /// Whether it answers an element of its own in the portal, too.
    pub(super) fn has_element(&self) -> bool {
        self.id == "cancer-screening"
    }

    /// What it is called.
    pub(super) fn name(&self, locale: Locale) -> &'static str {
        let [fr, en] = self.names;
        if locale == Locale::Fr { fr } else { en }
    }

    /// The last status: after it, nothing can be withdrawn.
    pub(super) fn is_done(&self, code: &str) -> bool {
        self.steps.last() == Some(&code)
    }
}
