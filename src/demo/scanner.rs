//! The demo's virus scanner: the protocol of ClamAV's `clamd` (PING and INSTREAM) over TCP. It knows
//! one virus, which is none: the test file that all scanners know (EICAR).

use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// The test file of the European Institute for Computer Antivirus Research, in two halves: scanners
/// that look at this program should find nothing.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];
/// The most that is looked at, as `StreamMaxLength` of clamd has it.
const LONGEST: usize = 100 * 1024 * 1024;
/// The longest command.
const LONGEST_COMMAND: u64 = 64;

/// Answers on `listener` until `stop`; a verdict takes `pace`.
pub(super) async fn serve(listener: TcpListener, pace: Duration, stop: CancellationToken) {
    loop {
        let accepted = tokio::select! {
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else { continue };
        let stop = stop.clone();
        tokio::spawn(async move {
            // Who breaks off gets no answer.
            let _ = stop.run_until_cancelled(answer(stream, pace)).await;
        });
    }
}

async fn answer(stream: TcpStream, pace: Duration) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut command = Vec::new();
    // `z` asks for commands and answers that end with NUL, `n` with a line feed (clamd(8)).
    let end = if stream.read_u8().await? == b'z' { 0 } else { b'\n' };
    (&mut stream).take(LONGEST_COMMAND).read_until(end, &mut command).await?;
    command.pop();
    let answer = match command.as_slice() {
        b"PING" => "PONG",
        b"INSTREAM" => {
            let verdict = scan(&mut stream).await?;
            tokio::time::sleep(pace).await;
            verdict
        }
        _ => "UNKNOWN COMMAND",
    };
    stream.write_all(&[answer.as_bytes(), &[end]].concat()).await?;
    stream.shutdown().await
}

/// Reads chunks, each after its length, up to an empty one.
async fn scan(stream: &mut BufReader<TcpStream>) -> std::io::Result<&'static str> {
    let virus = EICAR.concat();
    let (mut window, mut seen, mut found) = (Vec::new(), 0, false);
    loop {
        let length = usize::try_from(stream.read_u32().await?).unwrap_or(usize::MAX);
        if length == 0 {
            return Ok(if found { "stream: Eicar-Test-Signature FOUND" } else { "stream: OK" });
        }
        seen += length;
        if seen > LONGEST {
            return Ok("INSTREAM size limit exceeded. ERROR");
        }
        let start = window.len();
        window.resize(start + length, 0);
        stream.read_exact(window.get_mut(start..).unwrap_or_default()).await?;
        found = found || window.windows(virus.len()).any(|part| part == virus.as_bytes());
        window.drain(..window.len().saturating_sub(virus.len()));
    }
}
