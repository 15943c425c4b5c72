//! Problems with the ways in which people are told outside the portal.

use secrecy::ExposeSecret as _;
use url::Url;

use super::{Found, is_loopback, is_loopback_host};
use crate::config::{LONGEST_BOUNCES_MAILBOX, MailTls, Severity, Templates};

impl Found<'_> {
    pub(super) fn mail(&mut self) {
        let mail = &self.config.mail;
        if mail.username.is_some() != mail.password.is_some() {
            self.error("mail.username", "a user name and a password go together", "give both or neither");
        }
        if mail.from.parse::<lettre::message::Mailbox>().is_err() {
            self.error("mail.from", format!("`{}` is no sender", mail.from), "write `Name <address@host>`");
        }
        if mail.bounces.as_deref().is_some_and(|bounces| !has_room_for_a_token(bounces)) {
            let mend = "write MAILBOX@HOST, with 15 letters before the @ at most, and no `+`";
            self.error("mail.bounces", "is no address that e-mails can come back to", mend);
        }
        self.at_least_one(&[
            ("mail.deadline_s", mail.deadline_s),
            ("mail.per_minute", mail.per_minute.into()),
        ]);
        if mail.deadline_s >= self.config.outbox.lease_s {
            let what = "a job could be given to a second worker while the server still answers";
            self.error("mail.deadline_s", what, "make it shorter than outbox.lease_s");
        }
        let Some(server) = &mail.server else {
            if self.in_production() && self.config.notify.email.is_none() {
                let mend = "set mail.server to tell people of news by e-mail";
                self.warning("mail.server", "no e-mail will be sent", mend);
            }
            return;
        };
        let split = server.rsplit_once(':').map(|(host, port)| (host, port.parse::<u16>()));
        let Some((host, Ok(_))) = split else {
            self.error("mail.server", format!("`{server}` is not HOST:PORT"), "add the port, such as :587");
            return;
        };
        if mail.tls == MailTls::None && !is_loopback_host(host) {
            let what = "e-mail and password would travel in clear";
            let mend = "set starttls or tls";
            let severity = if self.in_production() { Severity::Error } else { Severity::Warning };
            self.add(severity, "mail.tls", what, mend);
        }
    }

    pub(super) fn notices(&mut self) {
        let notices = &self.config.notices;
        self.at_least_one(&[("notices.give_up_hours", notices.give_up_hours)]);
        if !(0..=23).contains(&notices.digest_hour) {
            self.error("notices.digest_hour", "is no hour", "write 0 to 23");
        }
        if self.in_production() && notices.folder.is_some() {
            let mend = "remove it: people's addresses would lie there in clear";
            self.error("notices.folder", "is for the demo profile", mend);
        }
        self.notify();
        self.push();
    }

    fn notify(&mut self) {
        let notify = &self.config.notify;
        self.at_least_one(&[("notify.per_minute", notify.per_minute.into())]);
        let used = notify.email.is_some() || notify.sms.is_some();
        let Some(url) = &notify.url else {
            if used {
                let mend = "write the address of GC Notify or of a service like it";
                self.error("notify.url", "is missing, and templates are given", mend);
            }
            return;
        };
        if url.scheme() != "https" && (self.in_production() || !is_loopback(url)) {
            self.error("notify.url", "is not https", "people's addresses and the key would travel in clear");
        }
        if notify.api_key.as_ref().is_none_or(|key| key.expose_secret().trim().is_empty()) {
            let mend = "name the file of the key that the service gave in notify.api_key_file";
            self.error("notify.api_key", "is missing", mend);
        }
        if notify.email.is_some() && self.config.mail.server.is_some() {
            let mend = "remove mail.server or notify.email";
            self.error("notify.email", "and mail.server are two ways for one e-mail", mend);
        }
        for (key, templates) in [("notify.email", &notify.email), ("notify.sms", &notify.sms)] {
            if let Some(templates) = templates {
                self.templates(key, templates);
            }
        }
    }

    fn templates(&mut self, key: &str, templates: &Templates) {
        let all = [("changed", &templates.changed), ("news", &templates.news), ("code", &templates.code)];
        for (name, ids) in all {
            if [&ids.fr, &ids.en].into_iter().any(|id| uuid::Uuid::parse_str(id).is_err()) {
                let mend = "copy the ids of both languages' templates";
                self.error(format!("{key}.{name}"), "is no id of a template", mend);
            }
        }
    }

    fn push(&mut self) {
        let push = &self.config.push;
        self.at_least_one(&[("push.per_minute", push.per_minute.into())]);
        if push.key.is_none() {
            return;
        }
        let contact = push.contact.as_deref().and_then(|contact| Url::parse(contact).ok());
        if !contact.is_some_and(|contact| matches!(contact.scheme(), "mailto" | "https")) {
            let mend = "write mailto:ADDRESS, where push services reach you";
            self.error("push.contact", "is missing", mend);
        }
    }
}

fn has_room_for_a_token(bounces: &str) -> bool {
    let address: Option<lettre::Address> = bounces.parse().ok();
    address.is_some_and(|address| {
        address.user().len() <= LONGEST_BOUNCES_MAILBOX && !address.user().contains('+')
    })
}
