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
    /// The portal with the demo's services, as a newcomer starts it.
    pub fn portal(dir: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.args(["demo", "--json", "--port", "0", "--pace", "50", "--data"]).arg(dir);
        let (child, line) = start(command);
        let told: serde_json::Value = serde_json::from_str(&line).unwrap();
        Self { child, url: told["portal"].as_str().unwrap().parse().unwrap() }
    }

    /// The portal alone, on the settings of a demo.
    pub fn serve(config: &Path) -> Self {
        let settings: toml::Table = std::fs::read_to_string(config).unwrap().parse().unwrap();
        let url = settings["portal"]["public_url"].as_str().unwrap().parse().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.arg("serve").arg("--config").arg(config).stdout(Stdio::null());
        Self { child: command.spawn().unwrap(), url }
    }

    /// The bare server: this program, started again.
    pub fn bare(dir: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg("--bare").arg(dir.join("bare.sqlite"));
        let (child, line) = start(command);
        Self { child, url: line.trim().parse().unwrap() }
    }

    /// The processor time, user and system, that the server has used so far.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name in the second field may hold spaces; the fields after it do not.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        let ticks: u32 = fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap();
        TICK * ticks
    }

    /// Resident memory now.
    pub fn memory_mib(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() / 1024.0
    }
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
