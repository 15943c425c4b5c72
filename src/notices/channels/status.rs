//! What a mail server's permanent answer says of an address: enhanced status codes (RFC 3463), and the three digits
//! of RFC 5321 where there is none. The same of an answer in the dialogue and of one that comes back as a mail.

use std::str::FromStr;

/// What a permanent failure means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::notices) enum Failing {
    /// The address reaches nobody.
    Address,
    /// The mailbox is full: its person may make room.
    FullMailbox,
    /// The e-mail, its sender or a server is at fault: the address may be good.
    Other,
}

/// An enhanced status code: class, subject and detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::notices) struct Status {
    class: u16,
    subject: u16,
    detail: u16,
}

impl FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let numbers: Vec<u16> = text.split('.').map(number).collect::<Result<_, ()>>()?;
        match numbers.as_slice() {
            [class @ (2 | 4 | 5), subject, detail] => {
                Ok(Self { class: *class, subject: *subject, detail: *detail })
            }
            _ => Err(()),
        }
    }
}

/// One to three digits, and nothing else (RFC 3463 §2).
fn number(text: &str) -> Result<u16, ()> {
    let digits = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or(())
}

impl Status {
    /// Whether it speaks of success.
    pub fn is_success(self) -> bool {
        self.class == 2
    }

    /// What it means that an e-mail failed for good with it; none where it does not say (`5.0.0`, and `5.5.0`, by
    /// which some say that nobody is there).
    fn failing(self) -> Option<Failing> {
        Some(match (self.class, self.subject, self.detail) {
            (_, 2, 2) => Failing::FullMailbox,
            // It was tried until there was no hope, which says nothing of the address; nor does what is said of the
            // sender's, or of a message that is too long.
            (2 | 4, _, _) | (_, 1, 7 | 8) | (_, 2, 3) => Failing::Other,
            (_, 0, _) | (_, 5, 0) => return None,
            // A mailbox that is closed; a host that is none, or that takes nothing (Exchange's word for nobody).
            (_, 1, _) | (_, 2, 0 | 1) | (_, 4, 1 | 4) => Failing::Address,
            // Mail systems, ways, protocol, content, security and policy (§3.4 to §3.8).
            _ => Failing::Other,
        })
    }
}

/// What a server's permanent answer means, such as `550 5.1.1 No such user` or `550-5.1.1 …`.
pub(in crate::notices) fn of_answer(code: u16, words: &str) -> Failing {
    words.split([' ', '-']).find_map(|word| word.parse::<Status>().ok()).and_then(Status::failing).unwrap_or(
        match code {
            550 | 551 | 553 => Failing::Address,
            552 => Failing::FullMailbox,
            _ => Failing::Other,
        },
    )
}

/// What a report's status means, with the answer that it quotes where the status itself does not say.
pub(in crate::notices) fn of_report(status: Status, diagnostic: Option<&str>) -> Failing {
    let quoted = || {
        let answer = diagnostic?.split_once(';').map(|(_, answer)| answer.trim_start())?;
        let code = answer.get(..3)?.parse().ok()?;
        Some(of_answer(code, answer.get(3..)?))
    };
    status.failing().or_else(quoted).unwrap_or(Failing::Address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_the_dialogue_says_what_is_at_fault() {
        for (code, words, failing) in [
            (550, "No such user", Failing::Address),
            (550, "5.1.1 No such user", Failing::Address),
            (550, "-5.1.1 The account does not exist", Failing::Address),
            (550, "5.5.0 Requested action not taken: mailbox unavailable", Failing::Address),
            (550, "5.4.1 Recipient address rejected: Access denied", Failing::Address),
            (554, "5.1.1 No such user", Failing::Address),
            (550, "5.7.1 Message rejected", Failing::Other),
            (553, "5.1.8 Sender address rejected: domain not found", Failing::Other),
            (550, "5.2.2 Mailbox full", Failing::FullMailbox),
            (552, "Mailbox full", Failing::FullMailbox),
            (554, "Delivery error", Failing::Other),
        ] {
            assert_eq!(of_answer(code, words), failing, "{code} {words}");
        }
    }

    #[test]
    fn a_report_says_it_by_its_status_or_by_the_answer_that_it_quotes() {
        let of = |status: &str, diagnostic| of_report(status.parse().unwrap(), diagnostic);
        assert_eq!(of("5.1.1", None), Failing::Address);
        assert_eq!(of("5.1.10", None), Failing::Address);
        assert_eq!(of("5.0.0", None), Failing::Address);
        assert_eq!(of("5.0.0", Some("smtp; 550-5.7.1 Our system detected")), Failing::Other);
        assert_eq!(of("5.0.0", Some("smtp; 552 over quota")), Failing::FullMailbox);
        assert_eq!(of("5.7.1", Some("smtp; 550 5.7.1 rejected")), Failing::Other);
        assert_eq!(of("4.2.2", None), Failing::FullMailbox);
        assert_eq!(of("4.4.7", None), Failing::Other);
        assert_eq!(of("5.4.4", None), Failing::Address, "a host that is none");
        assert_eq!(of("5.4.6", None), Failing::Other, "a loop is not the address's fault");
        for wrong in ["", "5", "5.1", "5.1.1.1", "3.1.1", "5.1.1000", "5.+1.1", "5.1.x", "5..1"] {
            assert!(wrong.parse::<Status>().is_err(), "{wrong}");
        }
    }
}
