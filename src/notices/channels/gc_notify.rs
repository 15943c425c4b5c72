//! GC Notify's interface, which other governments' services share: e-mails and text messages by
//! templates. Sources: its published API (`/v2/notifications/{email,sms}`), and the answers of
//! notification-api: 201 with the notification's id; else `status_code` and a list of `errors`.

use reqwest::{Client, Response, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::{Carried, Carrier, Failure, Notice, rest};
use crate::config::{Notify, Templates};

/// The longest answer that is read.
const LONGEST_ANSWER: usize = 16 * 1024;

/// By what it is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
}

/// The service, for one medium.
pub(super) struct GcNotify {
    medium: Medium,
    address: Url,
    key: SecretString,
    templates: Templates,
    client: Client,
}

impl GcNotify {
    /// The service as configured; none when it is not, or has no templates for this medium.
    pub fn new(settings: &Notify, medium: Medium, client: Client) -> Option<Self> {
        let (templates, path) = match medium {
            Medium::Email => (settings.email.clone()?, "/v2/notifications/email"),
            Medium::Sms => (settings.sms.clone()?, "/v2/notifications/sms"),
        };
        let base = settings.url.as_ref()?.as_str().trim_end_matches('/');
        let address = Url::parse(&format!("{base}{path}")).ok()?;
        Some(Self { medium, address, key: settings.api_key.clone()?, templates, client })
    }

    fn body(&self, notice: &Notice) -> Value {
        let ids = match notice.says {
            "code" => &self.templates.code,
            "news" => &self.templates.news,
            _ => &self.templates.changed,
        };
        let words = &notice.words;
        let mut body = json!({
            "template_id": ids.get(notice.locale),
            "reference": notice.returns,
            "personalisation": { "text": words.body },
        });
        if let Some(body) = body.as_object_mut() {
            let (name, to) = match self.medium {
                Medium::Email => ("email_address", &notice.to),
                Medium::Sms => ("phone_number", &notice.to),
            };
            body.insert(name.to_owned(), to.as_str().into());
            if self.medium == Medium::Email {
                body.insert("personalisation".to_owned(), personalisation(notice));
            }
        }
        body
    }
}

/// What is put into the template of an e-mail: all of it is `subject` and `text`. Where news ends stands in the text,
/// and by itself too, for templates that show it as a link of their own.
fn personalisation(notice: &Notice) -> Value {
    let mut fields = json!({ "subject": notice.words.subject, "text": notice.words.body });
    if let (Some(fields), Some(links)) = (fields.as_object_mut(), &notice.unsubscribe) {
        fields.insert("unsubscribe_link".to_owned(), links.page.as_str().into());
    }
    fields
}

impl Carrier for GcNotify {
    fn carry<'a>(&'a self, notice: &'a Notice) -> Carried<'a> {
        Box::pin(async move {
            let request = self
                .client
                .post(self.address.clone())
                .header("authorization", format!("ApiKey-v1 {}", self.key.expose_secret().trim()))
                .json(&self.body(notice));
            let answer = request.send().await.map_err(|_| Failure::UNREACHABLE)?;
            match answer.status() {
                StatusCode::CREATED => Ok(()),
                status => Err(failure(status, answer).await),
            }
        })
    }
}

/// What the service says is wrong.
#[derive(Deserialize)]
struct Refusal {
    errors: Vec<Wrong>,
}

#[derive(Deserialize)]
struct Wrong {
    error: String,
    message: String,
}

async fn failure(status: StatusCode, answer: Response) -> Failure {
    match status {
        StatusCode::TOO_MANY_REQUESTS => Failure::Closed { reason: "too_many", rest: rest(answer.headers()) },
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Failure::Closed { reason: "not_admitted", rest: None }
        }
        StatusCode::BAD_REQUEST => {
            let text = read(answer).await.unwrap_or_default();
            let refusal: Option<Refusal> = serde_json::from_slice(&text).ok();
            if refusal.is_some_and(|refusal| refusal.errors.iter().any(Wrong::is_of_the_address)) {
                Failure::Gone { reason: "no_such_address" }
            } else {
                Failure::Refused { reason: "refused" }
            }
        }
        status if status.is_server_error() => {
            Failure::Closed { reason: "unavailable", rest: rest(answer.headers()) }
        }
        _ => Failure::Refused { reason: "refused" },
    }
}

impl Wrong {
    /// `ValidationError: phone_number Not a valid international number`. Its message may hold the address
    /// and goes nowhere.
    fn is_of_the_address(&self) -> bool {
        let named = ["email_address", "phone_number"].iter().any(|name| self.message.starts_with(name));
        self.error == "ValidationError" && named
    }
}

async fn read(mut answer: Response) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    while let Some(chunk) = answer.chunk().await.ok()? {
        text.extend_from_slice(&chunk);
        if text.len() > LONGEST_ANSWER {
            return None;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;
    use crate::notices::unsubscribe::Links;
    use crate::text::Locale;

    #[test]
    fn e_mail_of_news_says_where_it_ends_and_no_other_does() {
        let words = Words { subject: "S".into(), body: "B".into(), link: String::new() };
        let links = Links {
            press: Url::parse("https://p.test/api/v1/unsubscribe/fr/T").unwrap(),
            page: Url::parse("https://p.test/fr/unsubscribe/T").unwrap(),
        };
        let with = |unsubscribe| {
            let (id, to, locale) = (uuid::Uuid::nil(), "a@b.ca".to_owned(), Locale::Fr);
            personalisation(&Notice {
                id,
                returns: id,
                to,
                locale,
                says: "news",
                words: words.clone(),
                unsubscribe,
            })
        };
        let link = "https://p.test/fr/unsubscribe/T";
        assert_eq!(with(Some(links)), json!({ "subject": "S", "text": "B", "unsubscribe_link": link }));
        assert_eq!(with(None), json!({ "subject": "S", "text": "B" }));
    }
}
