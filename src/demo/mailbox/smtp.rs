//! A mail server that delivers to the mailbox page only: as much of RFC 5321 as a well-behaved client
//! needs, on loopback, without TLS or passwords.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use super::Mailbox;

/// The longest line read, in bytes; RFC 5321 §4.5.3.1.6 asks for 1 000.
const LONGEST_LINE: u64 = 8 * 1024;
/// The largest message kept, in bytes.
const LARGEST: usize = 512 * 1024;
/// The most recipients of one message.
const MOST_RECIPIENTS: usize = 100;
/// How long a client may stay silent.
const SILENCE: Duration = Duration::from_mins(1);

/// Takes mail on `listener` until `stop`.
pub(in crate::demo) async fn serve(listener: TcpListener, mailbox: Arc<Mailbox>, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (mailbox, stop) = (mailbox.clone(), stop.clone());
        tokio::spawn(async move {
            let talked = stop.run_until_cancelled(Dialogue::new(stream, mailbox).talk()).await;
            if let Some(Err(error)) = talked {
                tracing::debug!(%error, "demo.smtp.ended");
            }
        });
    }
}

/// One client's connection.
struct Dialogue {
    stream: BufReader<TcpStream>,
    mailbox: Arc<Mailbox>,
    sender: Option<String>,
    recipients: Vec<String>,
}

/// What a client said.
enum Said<'a> {
    Hello { extended: bool },
    From(&'a str),
    To(&'a str),
    Data,
    Reset,
    Nothing,
    Verify,
    Quit,
    Other,
}

impl<'a> Said<'a> {
    fn read(line: &'a str) -> Self {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => Self::Hello { extended: true },
            "HELO" => Self::Hello { extended: false },
            "MAIL" => path(rest, "FROM:").map_or(Self::Other, Self::From),
            "RCPT" => path(rest, "TO:").map_or(Self::Other, Self::To),
            "DATA" => Self::Data,
            "RSET" => Self::Reset,
            "NOOP" => Self::Nothing,
            "VRFY" => Self::Verify,
            "QUIT" => Self::Quit,
            _ => Self::Other,
        }
    }
}

/// The address of `FROM:<address> parameters`.
fn path<'a>(rest: &'a str, label: &str) -> Option<&'a str> {
    let (found, path) = rest.trim_start().split_at_checked(label.len())?;
    let path = path.trim_start().strip_prefix('<')?;
    found.eq_ignore_ascii_case(label).then(|| path.split_once('>').map(|(address, _)| address)).flatten()
}

impl Dialogue {
    fn new(stream: TcpStream, mailbox: Arc<Mailbox>) -> Self {
        Self { stream: BufReader::new(stream), mailbox, sender: None, recipients: Vec::new() }
    }

    /// The whole dialogue, up to `QUIT` or the end of the connection.
    async fn talk(mut self) -> io::Result<()> {
        self.say("220 parvis-demo ESMTP").await?;
        while let Some(line) = self.line().await? {
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let answer = match Said::read(&line) {
                Said::Hello { extended } => self.hello(extended),
                Said::From(address) => self.from(address),
                Said::To(address) => self.to(address),
                Said::Data => self.data().await?,
                Said::Reset => {
                    self.reset();
                    "250 OK"
                }
                Said::Nothing => "250 OK",
                Said::Verify => "252 try it",
                Said::Quit => return self.say("221 bye").await,
                Said::Other => "500 not understood",
            };
            self.say(answer).await?;
        }
        Ok(())
    }

    fn hello(&mut self, extended: bool) -> &'static str {
        self.reset();
        if extended {
            "250-parvis-demo\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 524288"
        } else {
            "250 parvis-demo"
        }
    }

    fn from(&mut self, address: &str) -> &'static str {
        self.reset();
        self.sender = Some(address.to_owned());
        "250 OK"
    }

    fn to(&mut self, address: &str) -> &'static str {
        if self.sender.is_none() {
            return "503 MAIL first";
        }
        if self.recipients.len() >= MOST_RECIPIENTS {
            return "452 too many recipients";
        }
        self.recipients.push(address.to_owned());
        "250 OK"
    }

    async fn data(&mut self) -> io::Result<&'static str> {
        if self.recipients.is_empty() {
            return Ok("503 RCPT first");
        }
        self.say("354 end with a line of one dot").await?;
        let Some(raw) = self.content().await? else {
            self.reset();
            return Ok("552 too large");
        };
        let to = std::mem::take(&mut self.recipients);
        self.reset();
        Ok(if self.mailbox.take(to, &raw) { "250 kept" } else { "554 not a message" })
    }

    /// The message up to the line of one dot; None when it is too large.
    async fn content(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut raw = Vec::new();
        let mut fits = true;
        loop {
            let line = self.line().await?.ok_or(io::ErrorKind::UnexpectedEof)?;
            if line == b".\r\n" || line == b".\n" {
                return Ok(fits.then_some(raw));
            }
            // A dot that begins a line was doubled by the sender (RFC 5321 §4.5.2).
            let line = line.strip_prefix(b".").unwrap_or(&line);
            fits = fits && raw.len() + line.len() <= LARGEST;
            if fits {
                raw.extend_from_slice(line);
            }
        }
    }

    fn reset(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }

    async fn say(&mut self, answer: &str) -> io::Result<()> {
        self.stream.write_all(format!("{answer}\r\n").as_bytes()).await
    }

    /// The next line with its end; None when the client is gone.
    async fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut limited = (&mut self.stream).take(LONGEST_LINE);
        let read = tokio::time::timeout(SILENCE, limited.read_until(b'\n', &mut line)).await??;
        match line.last() {
            _ if read == 0 => Ok(None),
            Some(b'\n') => Ok(Some(line)),
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "a line without end")),
        }
    }
}
