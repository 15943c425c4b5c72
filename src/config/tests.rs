use std::ffi::OsString;

use secrecy::ExposeSecret;

use super::layers::Layers;
use super::*;
use crate::text::Locale;

fn wrong(text: &str) -> String {
    Config::from_toml("my.toml", text).unwrap_err().to_string()
}

/// The defaults, `text` and these variables.
pub(super) fn with_environment(text: &str, variables: &[(&str, &str)]) -> Result<Config, Error> {
    let mut layers = Layers::new(DEFAULTS);
    layers.add_text("my.toml", text);
    let owned = |text: &str| OsString::from(text);
    layers.add_environment(variables.iter().map(|(name, value)| (owned(name), owned(value))));
    Config::from_layers(&layers)
}

const ISSUER: &str = r#"
[issuer.my-sfid]
url = "https://sfid.example.ca"
client_id = "parvis"
client_secret = "s3cret"
state = "active"
label = { fr = "Compte", en = "Account" }
roles.admin = { claim = "roles", value = "portal-admin" }
"#;

const BACKEND: &str = r#"
[backend.complaints]
url = "https://plaintes.example.ca/api"
organisation = "MSSS"
callback_key = "AAAA"
certification = { number = "TGV-0000", valid_from = 2026-04-01, valid_until = 2027-03-31 }
"#;

#[test]
fn the_defaults_stand_alone() {
    let config = Config::from_toml("empty", "").unwrap();
    assert_eq!(config.portal.profile, Profile::Demo);
    assert_eq!(config.portal.name.get(Locale::Fr), "Parvis");
    assert_eq!(config.session.idle_minutes, 30);
    assert!(config.issuer.is_empty() && config.mail.server.is_none());
}

#[test]
fn every_setting_is_documented() {
    let config = Config::from_toml("full", &format!("{ISSUER}{BACKEND}")).unwrap();
    let mut shown = config.to_string();
    shown.push_str("metrics =\ndir =\nserver =\nusername =\npassword_file =\n");
    for key in shown.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key) {
        let key = key.replace("client_secret", "client_secret_file");
        assert!(DEFAULTS.contains(&format!("{key} = ")), "config.default.toml does not speak of {key}");
    }
}

#[test]
fn a_file_changes_only_what_it_names() {
    let config = Config::from_toml("my.toml", "[portal]\nname.en = \"Forecourt\"\n").unwrap();
    assert_eq!(config.portal.name.get(Locale::En), "Forecourt");
    assert_eq!(config.portal.name.get(Locale::Fr), "Parvis");
}

#[test]
fn an_issuer_and_a_back_end_have_their_defaults() {
    let config = Config::from_toml("my.toml", &format!("{ISSUER}{BACKEND}")).unwrap();
    let issuer = &config.issuer["my-sfid"];
    assert_eq!(issuer.algorithms, ["ES256"]);
    assert_eq!(issuer.roles[&Role::Admin].value, "portal-admin");
    let backend = &config.backend["complaints"];
    assert_eq!((backend.profile, backend.via, backend.total_ms), (SecurityProfile::B, Via::Direct, 15_000));
    assert_eq!(backend.certification.as_ref().unwrap().valid_until, jiff::civil::date(2027, 3, 31));
}

#[test]
fn a_wrong_key_is_named_with_its_line_and_what_was_meant() {
    let message = wrong("[portal]\n\n[listen]\nadress = \"127.0.0.1:1\"\n");
    assert!(message.starts_with("my.toml:4: unknown field `adress`"), "{message}");
    assert!(message.ends_with("did you mean `address`?"), "{message}");
    let message = wrong("# first\n[lisen]\n");
    assert!(message.starts_with("my.toml:2: ") && message.ends_with("did you mean `listen`?"), "{message}");
    let message = wrong(&ISSUER.replace("client_id", "cliend_id"));
    assert!(
        message.starts_with("my.toml:4: ") && message.ends_with("did you mean `client_id`?"),
        "{message}"
    );
}

#[test]
fn a_wrong_value_is_named_with_its_line() {
    assert!(wrong("[database]\nconnections = \"many\"").starts_with("my.toml:2: invalid type"));
    assert!(wrong("[portal]\nprofile = \"prod\"").ends_with("did you mean `production`?"));
    assert!(wrong("[portal]\npublic_url = \"here\"").starts_with("my.toml:2: "));
    assert!(wrong("[listen]\naddress = \"localhost\"").starts_with("my.toml:2: "));
    assert!(wrong("[log]\nlevel = \"a\"\nlevel = \"b\"").starts_with("my.toml:3: "));
    assert!(wrong("[backend.x]\nurl = \"https://x\"").starts_with("my.toml:1: missing field"));
}

#[test]
fn the_environment_wins() {
    let variables = [
        ("PARVIS_LISTEN__ADDRESS", "0.0.0.0:80"),
        ("PARVIS_DATABASE__CONNECTIONS", "3"),
        ("PARVIS_ISSUER__MY_SFID__CLIENT_SECRET", "12345"),
        ("PARVIS_MAIL__SERVER", "mail:25"),
        ("PARVIS_CONFIG", "not a setting"),
        ("PATH", "/bin"),
    ];
    let config = with_environment(ISSUER, &variables).unwrap();
    assert_eq!(config.listen.address.port(), 80);
    assert_eq!(config.database.connections, 3);
    assert_eq!(config.issuer["my-sfid"].client_secret.as_ref().unwrap().expose_secret(), "12345");
    assert_eq!(config.mail.server.as_deref(), Some("mail:25"));
    assert!(config.in_clear.is_empty());
}

#[test]
fn a_wrong_variable_is_named() {
    let message = with_environment("", &[("PARVIS_LISTEN__ADRESS", "x")]).unwrap_err().to_string();
    assert!(message.starts_with("PARVIS_LISTEN__ADRESS: "), "{message}");
    assert!(message.ends_with("did you mean `address`?"), "{message}");
    let message = with_environment("", &[("PARVIS_DATABASE__CONNECTIONS", "few")]).unwrap_err().to_string();
    assert!(message.starts_with("PARVIS_DATABASE__CONNECTIONS: "), "{message}");
}

#[test]
fn a_secret_comes_from_a_file_beside_the_configuration() {
    let folder = std::env::temp_dir().join(format!("parvis-config-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("key"), "from a file\n").unwrap();
    std::fs::write(folder.join("my.toml"), "[vault]\nkey_file = \"key\"\n[mail]\npassword = \"clear\"\n")
        .unwrap();
    let config = Config::load(Some(&folder.join("my.toml"))).unwrap();
    assert_eq!(config.vault.key.expose_secret(), "from a file");
    assert_eq!(config.in_clear, ["mail.password"]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_secret_is_given_once_and_its_file_must_exist() {
    assert!(
        wrong("[vault]\nkey = \"a\"\nkey_file = \"b\"").starts_with("my.toml:3: give `key` or `key_file`")
    );
    assert!(wrong("[vault]\nkey_file = \"/nowhere/key\"").starts_with("/nowhere/key: cannot be read"));
    assert!(wrong("[vault]\nkey_file = 3").starts_with("my.toml:2: "));
}

#[test]
fn secrets_are_never_shown() {
    let secret = "[database]\nurl = \"postgres://parvis:s3cret@db/parvis\"\n[mail]\npassword = \"s3cret\"\n";
    let config = Config::from_toml("my.toml", &format!("{secret}{ISSUER}")).unwrap();
    let shown = format!("{config}{config:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    assert!(config.to_string().contains("postgres://parvis:***@db/parvis"));
}

#[test]
fn secrets_are_known_by_their_keys() {
    let config = Config::from_toml("my.toml", &format!("[mail]\npassword = \"s3cret\"\n{ISSUER}")).unwrap();
    let told: Vec<_> = config.secrets().map(|(key, secret)| (key, secret.expose_secret())).collect();
    assert!(told.contains(&("mail.password", "s3cret")), "{told:?}");
    assert!(told.iter().any(|(key, _)| key.starts_with("issuer.") && key.ends_with(".client_secret")));
    assert!(!format!("{config:?}").contains("s3cret"));
}
