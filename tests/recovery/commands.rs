//! What the commands say, and how they end.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use parvis::text::Locale;
use serde_json::{Value, json};

use crate::demo::{Demo, parvis};
use crate::journeys;
use crate::ports::Ports;
use crate::support::{Database, bounded};

journeys!(every_command_runs_on_the_demos_file);

/// How a command ended and what it said.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn run(command: &mut Command) -> Said {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// A folder with one configuration file, removed at the end.
struct Settings(PathBuf);

impl Settings {
    fn new(text: &str) -> Self {
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple();
        let dir = std::env::temp_dir().join(format!("parvis-settings-{name}"));
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("my.toml"), text).unwrap();
        Self(dir)
    }

    fn file(&self) -> PathBuf {
        self.0.join("my.toml")
    }
}

impl Drop for Settings {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn every_command_runs_on_the_demos_file(database: Database) {
    let mut demo = Demo::new(database).await.in_haste(false);
    demo.start().await;
    let config = demo.config();
    tells_scripts_where_everything_is(&demo.told);

    let check = run(parvis().args(["config", "check", "--config"]).arg(&config));
    assert_eq!(check.code, Some(0), "{}", check.out);
    assert!(check.out.contains("key = \"***\""), "{}", check.out);
    let doctor = run(parvis().args(["doctor", "--config"]).arg(&config));
    assert_eq!(doctor.code, Some(0), "{}", doctor.out);
    assert!(doctor.out.ends_with("All is well.\n"), "{}", doctor.out);
    let migrate = run(parvis().args(["migrate", "--config"]).arg(&config));
    assert_eq!((migrate.code, migrate.out.as_str()), (Some(0), "The database is up to date.\n"));

    demo.stop().await;
    let doctor = run(parvis().args(["doctor", "--config"]).arg(&config));
    assert_eq!(doctor.code, Some(1), "{}", doctor.out);
    for party in ["identity provider `demo`", "back-end `complaints`", "mail server"] {
        let told = format!("FAULT   {party}");
        let mut lines = doctor.out.lines();
        assert!(lines.any(|line| line.starts_with(&told)), "{told}: {}", doctor.out);
        assert!(lines.next().is_some_and(|mend| mend.contains("Is it running")), "{}", doctor.out);
    }
    // The identity provider, the mail server and every back-end.
    let faults = 2 + demo.told["backends"].as_object().unwrap().len();
    assert!(doctor.out.ends_with(&format!("Faults: {faults}.\n")), "{}", doctor.out);

    demo.serve().await;
    let mut browser = demo.browser(Locale::En);
    browser.open("/services/complaints").await;
    assert_eq!(browser.page().status, 200, "it serves without its neighbours");
    demo.stop().await;
}

/// `parvis demo --json` is one line, for scripts.
fn tells_scripts_where_everything_is(told: &Value) {
    for service in ["portal", "provider", "mailbox", "control"] {
        assert!(told[service].as_str().unwrap().starts_with("http://127.0.0.1:"), "{told}");
    }
    assert!(told["backends"]["complaints"].as_str().unwrap().starts_with("http://127.0.0.1:"), "{told}");
    let people = json!([
        { "username": "amelie", "name": "Amélie Tremblay", "role": "citizen", "lang": "fr" },
        { "username": "connor", "name": "Connor O'Neil", "role": "citizen", "lang": "en" },
        { "username": "leo", "name": "Léo Bélanger-Roy", "role": "citizen", "lang": "fr" },
        { "username": "admin", "name": "Dominique Gagnon", "role": "admin", "lang": "fr" },
        { "username": "admin2", "name": "Simon Cloutier", "role": "admin", "lang": "fr" },
        { "username": "auditor", "name": "Grace Nguyen", "role": "auditor", "lang": "en" },
        { "username": "noemie", "name": "Noémie Lavoie", "role": "publisher", "lang": "fr" },
    ]);
    assert_eq!(told["people"], people);
}

#[test]
fn an_unknown_setting_is_refused_with_its_place() {
    let settings = Settings::new("[portal]\nprofile = \"demo\"\n\n[session]\nidle_minute = 20\n");
    for command in [["config", "check"].as_slice(), &["serve"], &["migrate"], &["doctor"]] {
        let said = run(parvis().args(command).arg("--config").arg(settings.file()));
        assert_eq!(said.code, Some(1), "{command:?}");
        let words = said.out + &said.err;
        for expected in ["my.toml:5", "idle_minute", "idle_minutes"] {
            assert!(words.contains(expected), "{command:?} should say {expected}: {words}");
        }
    }
}

#[test]
fn a_setting_of_the_environment_wins() {
    let settings = Settings::new("[session]\nidle_minutes = 20\n");
    let mut check = parvis();
    check.args(["config", "check", "--config"]).arg(settings.file());
    let said = run(check.env("PARVIS_SESSION__IDLE_MINUTES", "10"));
    assert!(said.out.contains("idle_minutes = 10"), "{}", said.out);
    let said = run(check.env("PARVIS_SESSION__IDLE_MINUTE", "10"));
    assert_eq!(said.code, Some(1));
    assert!(said.out.contains("PARVIS_SESSION__IDLE_MINUTE"), "{}", said.out);
}

#[test]
fn the_words_of_the_repository_are_whole() {
    let said = run(parvis().args(["text", "check"]).arg(env!("CARGO_MANIFEST_DIR")));
    assert_eq!((said.code, said.out.as_str()), (Some(0), "0 findings\n"));
}

#[test]
fn production_is_not_served_unsafely() {
    let settings = Settings::new(
        "[portal]\nprofile = \"production\"\npublic_url = \"http://portail.example.ca\"\n
         [database]\nurl = \"sqlite:made.sqlite\"\n[mail]\nserver = \"mail.example.ca:25\"\ntls = \"none\"\n",
    );
    let said = run(parvis().args(["serve", "--config"]).arg(settings.file()).current_dir(&settings.0));
    assert_eq!(said.code, Some(1));
    for reason in ["portal.public_url: is not https", "vault.key: is missing", "mail.tls"] {
        assert!(said.err.contains(reason), "{reason}: {}", said.err);
    }
    assert!(said.err.contains("openssl rand -base64 32"), "it says how to mend: {}", said.err);
    assert!(!settings.0.join("made.sqlite").exists(), "nothing was begun");
}

#[test]
fn a_port_in_use_is_told() {
    let ports = Ports::reserve();
    let dir = Settings::new("");
    let demo = |port: u16| {
        let mut demo = parvis();
        run(demo.args(["demo", "--json", "--port", &port.to_string(), "--data"]).arg(dir.0.join("var")))
    };
    for (taken, service) in [(0, "port"), (1, "identity provider"), (3, "complaints back-end"), (5, "port")] {
        let port = ports.first + taken;
        let _holder = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let said = demo(ports.first);
        assert_eq!((said.code, said.out.as_str()), (Some(1), ""), "{}", said.err);
        for words in [service, &port.to_string(), "--port"] {
            assert!(said.err.contains(words), "{words}: {}", said.err);
        }
    }
}

/// Metrics that nobody can read are told at once, not when the portal stops.
#[test]
fn served_ports_in_use_are_told() {
    let ports = Ports::reserve();
    let _holder = TcpListener::bind(("127.0.0.1", ports.first)).unwrap();
    for taken in ["address", "metrics"] {
        let free = if taken == "address" { "metrics" } else { "address" };
        let settings = Settings::new(&format!(
            "[listen]\n{taken} = \"127.0.0.1:{}\"\n{free} = \"127.0.0.1:{}\"\n[vault]\nkey = \"{}\"\n
             [database]\nurl = \"sqlite:made.sqlite\"\n",
            ports.first,
            ports.first + 1,
            parvis::vault::Vault::new_master_key(),
        ));
        let said = run(parvis().args(["serve", "--config"]).arg(settings.file()).current_dir(&settings.0));
        assert_eq!(said.code, Some(1), "{taken}: {}", said.err);
        let told = format!("cannot listen on 127.0.0.1:{}", ports.first);
        assert!(said.err.contains(&told), "{}", said.err);
    }
}

/// A node that comes back is there before anyone notices. (The figures of a release build are in
/// `benches/`; this only finds a start that has gone wrong.)
#[tokio::test]
async fn a_start_is_quick() {
    bounded(async {
        let mut demo = Demo::new(Database::Sqlite).await.in_haste(false);
        demo.start().await;
        demo.stop().await;
        let begun = Instant::now();
        demo.serve().await;
        let took = begun.elapsed();
        println!("serve answers after {took:?}");
        assert!(took < Duration::from_secs(10), "{took:?}");
        demo.stop().await;
    })
    .await;
}

#[test]
fn commands_that_do_not_exist_are_told() {
    let said = run(parvis().arg("sevre"));
    assert_eq!(said.code, Some(2));
    assert!(said.err.contains("serve"), "{}", said.err);
    let missing = Path::new("/nowhere/parvis.toml");
    let said = run(parvis().args(["serve", "--config"]).arg(missing));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("/nowhere/parvis.toml: cannot be read"), "{}", said.err);
}
