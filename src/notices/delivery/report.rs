//! Reports of what became of an e-mail, as mail servers send them (RFC 3464), read by a kept parser of mail.

use mail_parser::{Message, MessageParser, MimeHeaders as _};

use crate::notices::channels::status::{Failing, Status, of_report};

/// The longest mail that is read, in bytes. A report with all of an e-mail of ours is a few thousand.
pub const LONGEST: usize = 1024 * 1024;
/// More parts than any report has.
const MOST_PARTS: usize = 50;
/// More recipients than one of our e-mails can come to have on its way.
const MOST_RECIPIENTS: usize = 100;

/// What a mail says of the e-mail that it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::notices) enum Report {
    /// It did not get there, and will not.
    Failed(Failing),
    /// Nothing that changes anything: it is late, it has arrived, or this is no report but an answer that a person or
    /// a program wrote.
    Nothing,
}

/// Why a mail was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Longer than [`LONGEST`].
    #[error("it is longer than {LONGEST} bytes")]
    TooLong,
    /// More parts, or more recipients, than a report has.
    #[error("it has more parts than a report has")]
    TooMany,
    /// Not a mail.
    #[error("it is no mail")]
    NoMail,
    /// It says that it is a report, and does not say what became of the e-mail.
    #[error("it is a report that does not say what became of the e-mail")]
    Incomplete,
}

/// Reads a mail.
pub(in crate::notices) fn read(mail: &[u8]) -> Result<Report, Unreadable> {
    if mail.len() > LONGEST {
        return Err(Unreadable::TooLong);
    }
    let message = MessageParser::default().parse(mail).ok_or(Unreadable::NoMail)?;
    if message.parts.len() > MOST_PARTS {
        return Err(Unreadable::TooMany);
    }
    match status_part(&message)? {
        Some(status) => of_recipients(status),
        None => Ok(Report::Nothing),
    }
}

/// The part that says what became of the e-mail; none when the mail is no report of delivery.
fn status_part<'a>(message: &'a Message<'_>) -> Result<Option<&'a [u8]>, Unreadable> {
    let Some(kind) = message.content_type() else { return Ok(None) };
    let is = |kind: &mail_parser::ContentType<'_>, main: &str, subtypes: &[&str]| {
        let subtype = kind.subtype().unwrap_or_default();
        kind.ctype().eq_ignore_ascii_case(main)
            && subtypes.iter().any(|one| subtype.eq_ignore_ascii_case(one))
    };
    let reported = kind.attribute("report-type").unwrap_or("delivery-status");
    // A receipt that it was read, a complaint of abuse: other reports (RFC 8098, RFC 5965).
    if !is(kind, "multipart", &["report"]) || !reported.eq_ignore_ascii_case("delivery-status") {
        return Ok(None);
    }
    let within = message.parts.first().and_then(|root| root.sub_parts()).unwrap_or_default();
    let mut parts = within.iter().filter_map(|id| message.part(*id));
    // `global` is RFC 6533, with addresses beyond ASCII.
    let status = parts.find(|part| {
        let kind = part.content_type();
        kind.is_some_and(|kind| is(kind, "message", &["delivery-status", "global-delivery-status"]))
    });
    status.map(|part| Some(part.contents())).ok_or(Unreadable::Incomplete)
}

/// What became of it for all its recipients: whoever forwards an e-mail may give it several, and as long as one of them
/// was not failed, nothing is said of the address that we wrote to.
fn of_recipients(status: &[u8]) -> Result<Report, Unreadable> {
    let text = String::from_utf8_lossy(status).replace("\r\n", "\n");
    let groups: Vec<&str> = text.split("\n\n").filter(|group| !group.trim().is_empty()).collect();
    if groups.len() > MOST_RECIPIENTS {
        return Err(Unreadable::TooMany);
    }
    let told: Vec<Option<Failing>> = groups.into_iter().filter_map(of_recipient).collect::<Result<_, _>>()?;
    if told.is_empty() {
        return Err(Unreadable::Incomplete);
    }
    let failing: Option<Vec<Failing>> = told.into_iter().collect();
    Ok(failing.map_or(Report::Nothing, |failing| Report::Failed(mildest(&failing))))
}

/// What became of it for one recipient, and whether it failed; none for fields that are of no recipient (RFC 3464
/// §2.2).
fn of_recipient(group: &str) -> Option<Result<Option<Failing>, Unreadable>> {
    let fields = MessageParser::new().parse_headers(group.trim_start_matches('\n').as_bytes())?;
    let field = |name: &str| fields.header_raw(name.to_owned()).map(str::trim);
    let action = field("Action")?.split_whitespace().next().unwrap_or_default();
    if !action.eq_ignore_ascii_case("failed") {
        return Some(Ok(None));
    }
    let status = field("Status").and_then(|status| status.split_whitespace().next()?.parse::<Status>().ok());
    Some(match status {
        Some(status) if !status.is_success() => Ok(Some(of_report(status, field("Diagnostic-Code")))),
        _ => Err(Unreadable::Incomplete),
    })
}

fn mildest(failing: &[Failing]) -> Failing {
    let has = |one| failing.contains(&one);
    match () {
        () if has(Failing::Other) => Failing::Other,
        () if has(Failing::FullMailbox) => Failing::FullMailbox,
        () => Failing::Address,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A report as Postfix writes it, with these fields of recipients.
    fn report(recipients: &str) -> Vec<u8> {
        let mail = format!(
            "From: MAILER-DAEMON@exemple.test (Mail Delivery System)\nSubject: Undelivered Mail\n\
             MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n boundary=\"b\"\n\n\
             --b\nContent-Type: text/plain\n\nI am sorry.\n\n\
             --b\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns; mail.exemple.test\n\n{recipients}\n\
             --b\nContent-Type: text/rfc822-headers\n\nSubject: Il y a du nouveau\n\n--b--\n"
        );
        mail.replace('\n', "\r\n").into_bytes()
    }

    fn one(action: &str, status: &str) -> String {
        format!("Final-Recipient: rfc822; a@exemple.test\nAction: {action}\nStatus: {status}\n")
    }

    fn of(recipients: &str) -> Result<Report, Unreadable> {
        read(&report(recipients))
    }

    #[test]
    fn what_failed_for_good_is_told_from_what_may_yet_arrive() {
        assert_eq!(of(&one("failed", "5.1.1")), Ok(Report::Failed(Failing::Address)));
        assert_eq!(of(&one("Failed", "5.1.1 (bad destination)")), Ok(Report::Failed(Failing::Address)));
        assert_eq!(of(&one("failed", "5.2.2")), Ok(Report::Failed(Failing::FullMailbox)));
        assert_eq!(of(&one("failed", "4.4.7")), Ok(Report::Failed(Failing::Other)));
        for action in ["delayed", "delivered", "relayed", "expanded"] {
            assert_eq!(of(&one(action, "4.4.1")), Ok(Report::Nothing), "{action}");
        }
    }

    #[test]
    fn folded_fields_are_read_whole() {
        let quoted =
            "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp;\n 550-5.7.1 Our system\n 550 says no\n";
        assert_eq!(of(quoted), Ok(Report::Failed(Failing::Other)));
    }

    #[test]
    fn of_an_address_that_leads_to_several_the_mildest_counts() {
        let both = |first: &str, second: &str| of(&format!("{first}\n{second}"));
        let failed = |status| one("failed", status);
        assert_eq!(both(&failed("5.1.1"), &failed("5.1.1")), Ok(Report::Failed(Failing::Address)));
        assert_eq!(both(&failed("5.1.1"), &failed("5.2.2")), Ok(Report::Failed(Failing::FullMailbox)));
        assert_eq!(both(&failed("5.7.1"), &failed("5.1.1")), Ok(Report::Failed(Failing::Other)));
        assert_eq!(both(&failed("5.1.1"), &one("delivered", "2.0.0")), Ok(Report::Nothing));
    }

    #[test]
    fn a_report_that_says_nothing_is_refused() {
        for recipients in ["", "Action: failed\n", "Action: failed\nStatus: 2.0.0\n", "Status: 5.1.1\n"] {
            assert_eq!(of(recipients), Err(Unreadable::Incomplete), "{recipients}");
        }
        let without = String::from_utf8(report("")).unwrap().replace("message/delivery-status", "text/plain");
        assert_eq!(read(without.as_bytes()), Err(Unreadable::Incomplete));
    }

    #[test]
    fn what_is_no_report_says_nothing() {
        let answer =
            "From: amelie@exemple.test\nAuto-Submitted: auto-replied\n\nAction: failed\nStatus: 5.1.1\n";
        assert_eq!(read(answer.as_bytes()), Ok(Report::Nothing));
        let seen = String::from_utf8(report(&one("failed", "5.1.1"))).unwrap();
        let seen = seen.replace("report-type=delivery-status", "report-type=disposition-notification");
        assert_eq!(read(seen.as_bytes()), Ok(Report::Nothing));
    }

    /// What a report quotes is not what it says: whoever bounces an e-mail may put anything there.
    #[test]
    fn a_report_within_what_is_sent_back_says_nothing() {
        let inner = String::from_utf8(report(&one("failed", "5.1.1"))).unwrap();
        let outer = format!(
            "From: a@b.ca\r\nContent-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\n\
             Content-Type: message/rfc822\r\n\r\n{inner}\r\n--outer--\r\n"
        );
        assert_eq!(read(outer.as_bytes()), Ok(Report::Nothing));
    }

    #[test]
    fn what_is_too_long_or_has_too_many_parts_is_refused() {
        assert_eq!(read(&vec![b'a'; LONGEST + 1]), Err(Unreadable::TooLong));
        assert_eq!(read(b""), Err(Unreadable::NoMail));
        let many = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(1_000);
        let mail = format!("Content-Type: multipart/report; boundary=b\r\n\r\n{many}--b--\r\n");
        assert_eq!(read(mail.as_bytes()), Err(Unreadable::TooMany));
        assert_eq!(of(&format!("{}\n", one("failed", "5.1.1")).repeat(1_000)), Err(Unreadable::TooMany));
        let part = |depth| format!("Content-Type: multipart/report; boundary=b{depth}\r\n\r\n--b{depth}\r\n");
        let deep = (0..10_000).map(part).collect::<Vec<_>>().concat();
        assert_eq!(read(deep.as_bytes()), Err(Unreadable::TooMany));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(mail in prop::collection::vec(any::<u8>(), 0..2_000)) {
            prop_assert!(!matches!(read(&mail), Ok(Report::Failed(_))));
        }

        #[test]
        fn any_words_in_a_report_are_read_or_refused(recipients in "(?s).{0,400}") {
            let _ = of(&recipients);
        }

        #[test]
        fn a_report_that_is_cut_never_fails_an_address_that_it_did_not(at in 0_usize..700) {
            let mail = report(&one("delayed", "4.4.1"));
            let cut = mail.get(..at).unwrap_or(&mail);
            prop_assert!(!matches!(read(cut), Ok(Report::Failed(_))));
        }
    }
}
