//! E-mails leave here. They say that something changed and where to sign in, nothing else (S5):
//! the only variables are the portal's name and address.

use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;

use crate::act::Actor;
use crate::audit::Event;
use crate::base::Base;
use crate::config::MailTls;
use crate::crash;
use crate::outbox::{self, Job};
use crate::text::{Locale, params};

/// After this many attempts a notice is buried; the inbox has had its message all along.
const MOST_ATTEMPTS: i64 = 12;
const SMTP_DEADLINE: Duration = Duration::from_secs(15);

/// Where a person is written to.
#[derive(Clone, Debug)]
pub struct Contact {
    /// The address that their identity provider vouches for.
    pub email: String,
    /// The language they are written to in.
    pub locale: Locale,
}

/// Why the mailer cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUp {
    /// `mail.from` is not an address.
    #[error("mail.from is not an e-mail address: {0}")]
    From(#[from] lettre::address::AddressError),
    /// `mail.server` cannot be used.
    #[error("mail.server cannot be used: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
}

/// Sends notices by e-mail. Without a server it sends none, and says so in the audit log.
#[derive(Clone)]
pub struct Mailer {
    base: Base,
    from: Option<Mailbox>,
    transport: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

impl Mailer {
    /// A mailer as configured.
    ///
    /// # Errors
    /// What is wrong with `[mail]`.
    pub fn new(base: Base) -> Result<Self, SetUp> {
        let mail = &base.config.mail;
        let Some(server) = mail.server.clone() else {
            return Ok(Self { base, from: None, transport: None });
        };
        let (host, port) = server.rsplit_once(':').unwrap_or((&server, "25"));
        let builder = match mail.tls {
            MailTls::None => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
            MailTls::Starttls => AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?,
            MailTls::Tls => AsyncSmtpTransport::<Tokio1Executor>::relay(host)?,
        };
        let mut builder = builder.port(port.parse().unwrap_or(25)).timeout(Some(SMTP_DEADLINE));
        if let (Some(name), Some(password)) = (&mail.username, &mail.password) {
            let password = password.expose_secret().to_owned();
            builder = builder.credentials(Credentials::new(name.clone(), password));
        }
        let from = Some(mail.from.parse()?);
        Ok(Self { from, transport: Some(builder.build()), base })
    }

    /// Does one job: sends the notice, or puts it off.
    ///
    /// # Errors
    /// When the job's end cannot be stored; its lease then runs out and it comes back.
    pub async fn run(&self, job: &Job, contact: Option<Contact>) -> Result<(), outbox::Error> {
        let sent = match contact {
            Some(contact) => self.send(&contact).await,
            None => Err("no_address"),
        };
        let attempts = job.attempts;
        match sent {
            Ok(()) => {
                crash::point("mail.sent");
                self.end(job, Event::MailSent { attempts }).await
            }
            // Nothing to try again: the inbox has the message.
            Err(reason @ ("no_address" | "no_server" | "bad_address")) => {
                self.end(job, Event::MailGivenUp { attempts, reason: reason.into() }).await
            }
            Err(reason) => self.put_off(job, reason).await,
        }
    }

    async fn send(&self, contact: &Contact) -> Result<(), &'static str> {
        let (Some(from), Some(transport)) = (&self.from, &self.transport) else { return Err("no_server") };
        let to: Mailbox = contact.email.parse().map_err(|_| "bad_address")?;
        let portal = &self.base.config.portal;
        let link = format!("{}{}/", portal.public_url, contact.locale);
        let name = portal.name.get(contact.locale);
        let values = params([("portal", name.into()), ("link", link.into())]);
        let say = |key| self.base.text.get_with(contact.locale, key, &values);
        let message = Message::builder()
            .from(from.clone())
            .to(to)
            .subject(say("mail-changed-subject"))
            .header(ContentType::TEXT_PLAIN)
            .body(say("mail-changed-body"))
            .map_err(|_| "bad_address")?;
        transport
            .send(message)
            .await
            .map(drop)
            .map_err(|error| if error.is_permanent() { "refused" } else { "unreachable" })
    }

    async fn end(&self, job: &Job, event: Event) -> Result<(), outbox::Error> {
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        act.finish(job).await?;
        Ok(act.commit().await?)
    }

    async fn put_off(&self, job: &Job, reason: &str) -> Result<(), outbox::Error> {
        let (attempts, last) = (job.attempts, job.attempts >= MOST_ATTEMPTS);
        let event = if last {
            Event::MailGivenUp { attempts, reason: reason.into() }
        } else {
            Event::MailFailed { attempts, reason: reason.into() }
        };
        let mut act = self.base.acts.begin(Actor::system(), about(job, event)).await?;
        let next = outbox::next_attempt(&self.base.config.outbox, act.at(), attempts);
        act.put_off(job, (!last).then_some(next), reason).await?;
        Ok(act.commit().await?)
    }
}

fn about(job: &Job, event: Event) -> crate::audit::Entry {
    crate::audit::Entry { event, account: job.account, request: job.request }
}
