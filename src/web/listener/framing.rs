//! Where one HTTP/1 request ends and the next begins, found before hyper sees a byte.
//!
//! hyper takes some heads that others on the way may read differently: bare line feeds, a length
//! beside a transfer coding, chunk extensions, trailers (measured). Two readings of one message are how requests
//! are smuggled (ASVS 13.1.1), so only what everyone reads the same way goes on: each line ends in
//! CRLF, a body has one length, chunks are plain. A reader stricter than hyper cannot disagree with it.

/// The longest head taken, request line and blank line included.
pub const LONGEST_HEAD: usize = 16 * 1024;
/// The longest request line taken (RFC 9112 §3 asks for 8000 bytes at the least).
const LONGEST_LINE: usize = 8 * 1024;
/// hyper takes a hundred fields and answers more without our headers.
const MOST_FIELDS: usize = 100;
/// More digits than this are no length of ours.
const MOST_DIGITS: usize = 15;

/// Why a request is not even read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// 400: its head or its chunks could be read in more than one way.
    Malformed,
    /// 408: it did not come in time.
    Late,
    /// 414: its target is too long.
    TargetTooLong,
    /// 431: its head is too large.
    HeadTooLarge,
}

/// What the bytes at hand amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many bytes at the front may be handed on: a whole head, or a part of a body.
    Sound(usize),
    /// More must come first.
    More,
    /// Nothing more of this connection is read.
    Refused(Refusal),
}

/// Follows the requests of one connection.
#[derive(Debug, Default)]
pub struct Framing {
    state: State,
}

#[derive(Debug)]
enum State {
    Head(Head),
    /// So many bytes of a body are to come.
    Body(u64),
    Chunks(Chunk),
}

impl Default for State {
    fn default() -> Self {
        Self::Head(Head::default())
    }
}

/// What is known of a head so far.
#[derive(Debug, Default)]
struct Head {
    /// Where the line begins that is not yet complete.
    line: usize,
    /// How far a line end was looked for.
    seen: usize,
    lines: usize,
    http_1_0: bool,
    length: Option<u64>,
    chunked: bool,
}

/// The place in a chunked body (RFC 9112 §7.1).
#[derive(Clone, Copy, Debug)]
enum Chunk {
    Size { value: u64, digits: usize },
    SizeEnd { value: u64 },
    Data(u64),
    DataCr,
    DataEnd,
    LastCr,
    LastEnd,
    Over,
}

impl Framing {
    /// Whether the next byte belongs to a head.
    pub fn in_head(&self) -> bool {
        matches!(self.state, State::Head(_))
    }

    /// What `bytes` amount to: those that have come and were not declared sound before.
    pub fn step(&mut self, bytes: &[u8]) -> Step {
        if bytes.is_empty() {
            return Step::More;
        }
        match &mut self.state {
            State::Head(head) => match head.read(bytes) {
                Ok(Some((length, body))) => {
                    self.state = body;
                    Step::Sound(length)
                }
                Ok(None) => Step::More,
                Err(refusal) => Step::Refused(refusal),
            },
            State::Body(left) => {
                let taken = usize::try_from(*left).unwrap_or(usize::MAX).min(bytes.len());
                *left -= taken as u64;
                if *left == 0 {
                    self.state = State::default();
                }
                Step::Sound(taken)
            }
            State::Chunks(chunk) => match chunks(chunk, bytes) {
                Ok(taken) => {
                    if matches!(chunk, Chunk::Over) {
                        self.state = State::default();
                    }
                    Step::Sound(taken)
                }
                Err(refusal) => Step::Refused(refusal),
            },
        }
    }
}

impl Head {
    /// The length of a head that is complete, and the body that follows it.
    fn read(&mut self, bytes: &[u8]) -> Result<Option<(usize, State)>, Refusal> {
        while let Some(found) = bytes.iter().skip(self.seen).position(|byte| *byte == b'\n') {
            let end = self.seen + found;
            let line = bytes.get(self.line..end).and_then(|line| line.strip_suffix(b"\r"));
            let line = line.ok_or(Refusal::Malformed)?;
            (self.line, self.seen) = (end + 1, end + 1);
            if self.seen > LONGEST_HEAD {
                return Err(Refusal::HeadTooLarge);
            }
            if line.is_empty() {
                return if self.lines > 0 {
                    Ok(Some((self.seen, self.body()?)))
                } else {
                    Err(Refusal::Malformed)
                };
            }
            self.read_line(line)?;
        }
        self.seen = bytes.len();
        match self.lines {
            0 if self.seen > LONGEST_LINE => Err(Refusal::TargetTooLong),
            _ if self.seen > LONGEST_HEAD => Err(Refusal::HeadTooLarge),
            _ => Ok(None),
        }
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), Refusal> {
        self.lines += 1;
        match self.lines {
            1 if line.len() > LONGEST_LINE => Err(Refusal::TargetTooLong),
            1 => self.read_request_line(line).ok_or(Refusal::Malformed),
            lines if lines > MOST_FIELDS + 1 => Err(Refusal::HeadTooLarge),
            _ => self.read_field(line).ok_or(Refusal::Malformed),
        }
    }

    /// `METHOD target HTTP/1.1`, a single space in between.
    fn read_request_line(&mut self, line: &[u8]) -> Option<()> {
        let mut parts = line.split(|byte| *byte == b' ');
        let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
        self.http_1_0 = version == b"HTTP/1.0";
        let sound = is_token(method)
            && !target.is_empty()
            && target.iter().all(u8::is_ascii_graphic)
            && (self.http_1_0 || version == b"HTTP/1.1")
            && parts.next().is_none();
        sound.then_some(())
    }

    /// `name: value`. A line that begins with a space would go on the one before (obs-fold): its
    /// name is no token.
    fn read_field(&mut self, line: &[u8]) -> Option<()> {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = (line.get(..colon)?, line.get(colon + 1..)?.trim_ascii());
        let sound = is_token(name) && !value.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t');
        if !sound {
            return None;
        }
        if name.eq_ignore_ascii_case(b"content-length") {
            let digits =
                !value.is_empty() && value.len() <= MOST_DIGITS && value.iter().all(u8::is_ascii_digit);
            let length = std::str::from_utf8(value).ok().filter(|_| digits)?.parse().ok()?;
            // The same length twice is refused too: whoever sends it is up to something.
            self.length.is_none().then(|| self.length = Some(length))
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let plain = value.eq_ignore_ascii_case(b"chunked") && !self.chunked && !self.http_1_0;
            plain.then(|| self.chunked = true)
        } else {
            Some(())
        }
    }

    fn body(&self) -> Result<State, Refusal> {
        match (self.length, self.chunked) {
            (Some(_), true) => Err(Refusal::Malformed),
            (_, true) => Ok(State::Chunks(Chunk::Size { value: 0, digits: 0 })),
            (None | Some(0), false) => Ok(State::default()),
            (Some(length), false) => Ok(State::Body(length)),
        }
    }
}

/// How many of `bytes` are sound; moves `chunk` to the place after them. Extensions and trailers are
/// refused: no honest client of ours sends them.
fn chunks(chunk: &mut Chunk, bytes: &[u8]) -> Result<usize, Refusal> {
    let mut taken = 0;
    while let Some(byte) = bytes.get(taken) {
        if let Chunk::Data(left) = *chunk {
            let part = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len() - taken);
            taken += part;
            let left = left - part as u64;
            *chunk = if left == 0 { Chunk::DataCr } else { Chunk::Data(left) };
            continue;
        }
        taken += 1;
        *chunk = chunk.after(*byte).ok_or(Refusal::Malformed)?;
        if matches!(chunk, Chunk::Over) {
            break;
        }
    }
    Ok(taken)
}

impl Chunk {
    /// The place after one byte outside of a chunk's data; none if that byte has no business there.
    fn after(self, byte: u8) -> Option<Self> {
        Some(match (self, byte) {
            (Self::Size { value, digits }, _) if byte.is_ascii_hexdigit() && digits < MOST_DIGITS => {
                let digit = char::from(byte).to_digit(16)?;
                Self::Size { value: value * 16 + u64::from(digit), digits: digits + 1 }
            }
            (Self::Size { value, digits: 1.. }, b'\r') => Self::SizeEnd { value },
            (Self::SizeEnd { value: 0 }, b'\n') => Self::LastCr,
            (Self::SizeEnd { value }, b'\n') => Self::Data(value),
            (Self::DataCr, b'\r') => Self::DataEnd,
            (Self::DataEnd, b'\n') => Self::Size { value: 0, digits: 0 },
            (Self::LastCr, b'\r') => Self::LastEnd,
            (Self::LastEnd, b'\n') => Self::Over,
            _ => return None,
        })
    }
}

/// A token of RFC 9110 §5.6.2.
fn is_token(text: &[u8]) -> bool {
    let of_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !text.is_empty() && text.iter().all(of_token)
}

#[cfg(test)]
mod tests;
