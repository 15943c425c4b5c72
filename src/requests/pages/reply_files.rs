//! The files of an answer to a task, or of a message: added and removed on its page, sent with it.

use super::Found;
use super::files::pass_over;
use super::taking::Taking;
use crate::attachments::{self, Rules, With, name};
use crate::id::ReplyId;
use crate::requests::Requests;
use crate::requests::files::{Listed, control, refusal_params};
use crate::requests::views::{FieldView, FileView};
use crate::text::Locale;
use crate::vault::DataKey;
use crate::web::form::LONGEST_FORM;
use crate::web::{Form, Multipart, Result};

/// The one input for files of such a page.
pub(super) const INPUT: &str = "files";

/// The files of a request's replies, sent or not.
pub(super) struct ReplyFiles(Vec<Listed>);

impl ReplyFiles {
    pub async fn of(requests: &Requests, found: &Found, key: &DataKey) -> Result<Self> {
        let mut db = requests.base.db.read().await?;
        let files = attachments::store::of_replies(&mut db, found.request.id).await?;
        Ok(Self(Listed::all(files, key, &found.request.reference)?))
    }

    pub fn find(&self, id: &str) -> Option<&Listed> {
        self.0.iter().find(|listed| listed.file.id.to_string() == id)
    }

    /// Those added for a task, or to a message, and not sent.
    pub fn unsent<'a>(
        &'a self,
        (with, field): (With, &'a str),
    ) -> impl Iterator<Item = &'a Listed> + Clone + use<'a> {
        self.0.iter().filter(move |Listed { file, .. }| {
            file.comes_with == with && file.field == field && file.reply_id.is_none()
        })
    }

    /// Those sent with a reply, as pages show them.
    pub fn sent(&self, found: &Found, reply: ReplyId, locale: Locale) -> Vec<FileView> {
        let sent = self.0.iter().filter(|listed| listed.file.reply_id == Some(reply));
        sent.map(|listed| listed.view(&found.tile, locale)).collect()
    }

    /// The field that adds and removes those not sent; `label` is a key of the portal's words.
    pub fn field(
        &self,
        found: &Found,
        rules: &Rules,
        what: (With, &str),
        (label, error): (&str, Option<&String>),
        locale: Locale,
    ) -> FieldView {
        FieldView {
            id: INPUT.to_owned(),
            label: found.tile.word(locale, label),
            hint: None,
            help: Vec::new(),
            required: what.0 == With::Task,
            error: error.cloned(),
            control: control(&found.tile, (rules, rules.max, true), self.unsent(what), locale),
        }
    }
}

/// What came with a form with files.
pub(super) struct Gathered {
    /// Its fields.
    pub form: Form,
    /// Why files were refused, in words.
    pub refused: Vec<String>,
}

impl Gathered {
    /// Takes the files of a form, and removes the one whose button was pressed.
    pub async fn of(
        taking: &Taking<'_>,
        field: &str,
        multipart: &mut Multipart,
        locale: Locale,
    ) -> Result<Self> {
        multipart.at_most(taking.most_bytes() + LONGEST_FORM);
        let (mut fields, mut refused) = (Vec::new(), Vec::new());
        let max = taking.rules.max;
        while let Some(mut part) = multipart.next().await? {
            let Some(file) = &part.file else {
                fields.push((part.name.clone(), part.text().await?));
                continue;
            };
            // No file chosen comes as a file without a name.
            if part.name != INPUT || file.is_empty() {
                pass_over(part).await?;
                continue;
            }
            let given = name::shown(&name::kept(file));
            if let Err(refusal) = taking.take(field, max, &mut part).await? {
                let tile = &taking.found.tile;
                let params = refusal_params(tile, &taking.rules, max, &given, locale);
                refused.push(tile.word_with(locale, refusal.key(), &params));
            }
        }
        let form = multipart.form(fields);
        if let Some(id) = form.get("remove").and_then(|id| id.parse().ok()) {
            taking.remove(id).await?;
        }
        Ok(Self { form, refused })
    }

    /// Whether the button only added or removed files.
    pub fn stays(&self) -> bool {
        self.form.get("remove").is_some() || self.form.get("action") == Some("upload")
    }
}
