//! E-mail by SMTP (RFC 5321). Signing (DKIM) is left to the relay.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::address::{AddressError, Envelope};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MessageBuilder};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use secrecy::ExposeSecret as _;

use super::status::{self, Failing};
use super::{Carried, Carrier, Failure, Notice, SetUp, return_path};
use crate::base::Base;
use crate::config::{Mail, MailTls};
use crate::vault::Vault;

/// After so long connections are made anew: a relay may have moved, or wear out.
const OLDEST: Duration = Duration::from_mins(10);
/// How long a connection waits for the next e-mail.
const IDLE: Duration = Duration::from_secs(30);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// The mail server.
pub(super) struct Smtp {
    settings: Mail,
    server: (String, u16),
    from: Mailbox,
    /// The right side of Message-IDs: the portal's host.
    host: String,
    /// Signs the addresses that e-mails come back to.
    vault: Arc<Vault>,
    pool: Mutex<Pool>,
}

struct Pool {
    transport: Transport,
    born: Instant,
}

impl Smtp {
    /// The mail server as configured; none when there is none.
    pub fn new(base: &Base) -> Result<Option<Self>, SetUp> {
        let (settings, portal) = (&base.config.mail, &base.config.portal.public_url);
        let Some(server) = &settings.server else { return Ok(None) };
        let (host, port) = server.rsplit_once(':').unwrap_or((server, "25"));
        let server = (host.to_owned(), port.parse().unwrap_or(25));
        let transport = transport(settings, &server)?;
        Ok(Some(Self {
            from: settings.from.parse()?,
            host: portal.host_str().unwrap_or("localhost").to_owned(),
            vault: Arc::clone(&base.vault),
            pool: Mutex::new(Pool { transport, born: Instant::now() }),
            settings: settings.clone(),
            server,
        }))
    }

    fn transport(&self) -> Transport {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        if pool.born.elapsed() > OLDEST {
            self.renew(&mut pool);
        }
        pool.transport.clone()
    }

    /// Leaves all connections behind. One that was given up in the middle of a dialogue must never carry
    /// another e-mail.
    fn abandon(&self) {
        self.renew(&mut self.pool.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn renew(&self, pool: &mut Pool) {
        // What could be made at start can be made again.
        if let Ok(transport) = transport(&self.settings, &self.server) {
            *pool = Pool { transport, born: Instant::now() };
        }
    }

    fn message(&self, notice: &Notice) -> Result<Message, Failure> {
        let to: Mailbox =
            notice.to.parse().map_err(|_: AddressError| Failure::Gone { reason: "bad_address" })?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&notice.words.subject)
            .message_id(Some(format!("<{}@{}>", notice.id, self.host)))
            // RFC 3834: nothing answers it by itself.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .header(ContentType::TEXT_PLAIN);
        unsubscribable(message, notice)
            .body(notice.words.body.clone())
            .map_err(|_| Failure::Gone { reason: "bad_address" })
    }
}

impl Smtp {
    /// Whom the e-mail comes from and goes to in the dialogue. What cannot be delivered comes back to an address of
    /// its own, where there is one.
    fn envelope(&self, message: &Message, notice: &Notice) -> Envelope {
        let bounces = self.settings.bounces.as_deref();
        let own =
            bounces.and_then(|bounces| return_path::sender(&self.vault, bounces, notice.returns, &notice.to));
        let own = own.and_then(|sender| sender.parse::<Address>().ok());
        let (given, to) = (message.envelope(), message.envelope().to().to_vec());
        own.and_then(|sender| Envelope::new(Some(sender), to).ok()).unwrap_or_else(|| given.clone())
    }
}

impl Carrier for Smtp {
    fn carry<'a>(&'a self, notice: &'a Notice) -> Carried<'a> {
        Box::pin(async move {
            let message = self.message(notice)?;
            let (envelope, raw, transport) =
                (self.envelope(&message, notice), message.formatted(), self.transport());
            let sent = transport.send_raw(&envelope, &raw);
            match tokio::time::timeout(deadline(&self.settings), sent).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(failure(&error)),
                Err(_) => {
                    self.abandon();
                    Err(Failure::Closed { reason: "unanswered", rest: None })
                }
            }
        })
    }
}

fn transport(settings: &Mail, (host, port): &(String, u16)) -> Result<Transport, smtp::Error> {
    let builder = match settings.tls {
        MailTls::None => Transport::builder_dangerous(host),
        MailTls::Starttls => Transport::starttls_relay(host)?,
        MailTls::Tls => Transport::relay(host)?,
    };
    let pool = PoolConfig::new().max_size(4).idle_timeout(IDLE);
    let mut builder = builder.port(*port).timeout(Some(deadline(settings) / 2)).pool_config(pool);
    if let (Some(name), Some(password)) = (&settings.username, &settings.password) {
        let password = password.expose_secret().to_owned();
        builder = builder.credentials(Credentials::new(name.clone(), password));
    }
    Ok(builder.build())
}

/// How long one e-mail may take, from the first byte of the connection to the server's last word. lettre
/// bounds the connecting alone.
fn deadline(settings: &Mail) -> Duration {
    Duration::from_secs(settings.deadline_s)
}

/// What an answer of the server means (RFC 5321 §4.2.3, enhanced codes of RFC 3463).
fn failure(error: &smtp::Error) -> Failure {
    let Some(code) = error.status() else { return Failure::UNREACHABLE };
    let code = u16::from(code);
    match code {
        // The service is closing.
        421 => Failure::Closed { reason: "unavailable", rest: None },
        // Who we are is in doubt, not the address.
        530 | 534 | 535 | 538 => Failure::Closed { reason: "not_admitted", rest: None },
        500..=599 if status::of_answer(code, &error.to_string()) == Failing::Address => {
            Failure::Gone { reason: "no_such_address" }
        }
        400..=499 => Failure::Refused { reason: "put_off" },
        _ => Failure::Refused { reason: "refused" },
    }
}

/// News can be ended by one press in the mail program (RFC 8058 §3.1).
fn unsubscribable(message: MessageBuilder, notice: &Notice) -> MessageBuilder {
    match &notice.unsubscribe {
        Some(links) => message
            .raw_header(header("List-Unsubscribe", &format!("<{}>", links.press)))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")),
        None => message,
    }
}

/// A header as it is: letters of ours alone, and an address that folding would break (RFC 2369 §2).
fn header(name: &'static str, value: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned())
}
