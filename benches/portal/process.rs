//! The servers under measure: processes of their own, ended by their pid.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use url::Url;

/// Jiffies of `/proc/PID/stat` in a second: fixed at 100 in what Linux tells programs.
const TICK: Duration = Duration::from_millis(10);

/// A running server.
pub struct Server {
    child: Child,
    /// Where it answers, with a final slash.
    pub url: Url,
}

impl Server {
    /// The portal with the demo's services, as a newcomer starts it, on that database.
    pub fn demo(dir: &Path, database_url: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.args(["demo", "--json", "--port", "0", "--pace", "50", "--database", database_url]);
        command.arg("--data").arg(dir);
        let (child, line) = start(command);
        let told: serde_json::Value = serde_json::from_str(&line).unwrap();
        Self { child, url: told["portal"].as_str().unwrap().parse().unwrap() }
    }

    /// The portal alone, on the settings of a demo. It may not answer yet.
    pub fn serve(config: &Path) -> Self {
        let settings: toml::Table = std::fs::read_to_string(config).unwrap().parse().unwrap();
        let url = settings["portal"]["public_url"].as_str().unwrap().parse().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.arg("serve").arg("--config").arg(config).stdout(Stdio::null());
        Self { child: command.spawn().unwrap(), url }
    }

    /// The bare server: this program, started again.
    pub fn bare(database_url: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--bare", database_url]);
        let (child, line) = start(command);
        Self { child, url: line.trim().parse().unwrap() }
    }

    /// A server that was started otherwise.
    pub fn of(child: Child, url: Url) -> Self {
        Self { child, url }
    }

    /// Waits for the first answer.
    pub async fn answers(self) -> Self {
        while reqwest::get(format!("{}readyz", self.url)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        self
    }

    /// The processor time, user and system, that the server has used so far.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name in the second field may hold spaces; the fields after it do not.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u32 = fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap();
        TICK * ticks
    }

    /// Resident memory now, in MiB.
    pub fn memory_mib(&self) -> f64 {
        self.status_mib("VmRSS:")
    }

    /// The most resident memory since [`Server::forget_peak`], in MiB.
    pub fn peak_memory_mib(&self) -> f64 {
        self.status_mib("VmHWM:")
    }

    /// Begins the peak of memory anew (proc(5), `clear_refs`).
    pub fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }

    fn status_mib(&self, name: &str) -> f64 {
        status_mib(self.child.id(), name).unwrap()
    }
}

/// A size of a process, in MiB; none once it has ended.
pub fn status_mib(process: u32, name: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    Some(line.split_whitespace().nth(1)?.parse::<f64>().ok()? / 1024.0)
}

fn start(mut command: Command) -> (Child, String) {
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line)
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
