use super::*;
use crate::config::tests::with_environment;

/// A production configuration without a fault.
const GOOD: &str = r#"
portal.profile = "production"
portal.public_url = "https://portail.example.ca"
database.url = "postgres://parvis@db/parvis"
listen.trusted_proxies = ["127.0.0.1"]
mail.server = "mail.example.ca:587"
mail.deadline_s = 10
attachments.scanner = "clamd:3310"
attachments.bucket.url = "https://s3.example.ca"
attachments.bucket.name = "parvis-files"
attachments.bucket.region = "ca-central-1"
attachments.bucket.access_key = "parvis"
log.format = "json"
audit.checkpoints.syslog = "/dev/log"
tiles.domain = "tuiles.example.org"

[issuer.sfid]
url = "https://sfid.example.ca"
client_id = "parvis"
state = "active"
label = { fr = "Compte", en = "Account" }
algorithms = ["ES256"]
levels = ["low", "high"]
authentication = "client_secret"
scopes = ["profile"]
allow_loopback_http = false

[backend.complaints]
url = "https://plaintes.example.ca"
organisation = "MSSS"
callback_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
country = "CA"
profile = "B"
certification = { number = "TGV-0000", valid_from = "2026-04-01", valid_until = "2027-03-31" }
networks = ["142.213.0.0/16"]
total_ms = 15000
"#;

/// A day on which all of it holds.
const DAY: Date = jiff::civil::date(2026, 11, 25);

const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The problems of [`GOOD`] with each of `lines` in place of the first setting of its name, or
/// added.
fn with(lines: &[&str]) -> Vec<String> {
    let mut text = GOOD.to_owned();
    for line in lines {
        let name = line.trim_start_matches('#').split(" =").next().unwrap();
        let old = text.lines().find(|old| old.starts_with(&format!("{name} ="))).map(str::to_owned);
        text = old.map_or_else(|| format!("{line}\n{text}"), |old| text.replacen(&old, line, 1));
    }
    let mut variables = vec![("PARVIS_ATTACHMENTS__BUCKET__SECRET_KEY", "s3cret")];
    if !text.contains("private_key_jwt") {
        variables.push(("PARVIS_ISSUER__SFID__CLIENT_SECRET", "s3cret"));
    }
    if !text.contains("vault.key") {
        variables.push(("PARVIS_VAULT__KEY", KEY));
    }
    let config = with_environment(&text, &variables).unwrap();
    config.check_on(DAY).iter().map(ToString::to_string).collect()
}

fn one(line: &str, start: &str) {
    let found = with(&[line]);
    assert!(found.len() == 1 && found[0].starts_with(start), "{line}: {found:#?}");
}

#[test]
fn good_settings_have_no_problems() {
    assert_eq!(with(&["log.level = \"info,parvis=debug\""]), [""; 0]);
}

#[test]
fn the_defaults_lack_only_the_vault_key() {
    let found = Config::from_toml("empty", "").unwrap().check();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].severity, found[0].key.as_str()), (Severity::Error, "vault.key"));
}

#[test]
fn the_public_address_is_https_and_nothing_more() {
    one("portal.public_url = \"http://portail.example.ca\"", "error: portal.public_url: is not https");
    one("portal.public_url = \"https://portail.example.ca/x\"", "error: portal.public_url: `https");
    one("portal.public_url = \"https://a:b@portail.example.ca\"", "error: portal.public_url: `https");
    one("portal.profile = \"demo\"", "warning: portal.public_url: the demo profile");
    one("portal.name.fr = \"\\r\\nBcc: x\"", "error: portal.name.fr: is empty, of several lines");
}

#[test]
fn plain_http_is_for_a_proxy_that_ends_tls() {
    one("listen.trusted_proxies = []", "error: listen: listens over plain HTTP");
    let tls = "listen.tls = { certificate = \"chain.pem\", private_key = \"key.pem\" }";
    assert_eq!(with(&["listen.trusted_proxies = []", tls]), [""; 0]);
    let found = with(&["portal.profile = \"demo\"", "portal.public_url = \"http://localhost:8080\"", tls]);
    assert!(found[0].starts_with("error: listen.tls: is set, but"), "{found:?}");
}

#[test]
fn secrets_are_not_in_clear() {
    one(&format!("vault.key = \"{KEY}\""), "error: vault.key: is a secret in clear");
    one("database.url = \"postgres://parvis:s3cret@db/parvis\"", "error: database.url: is a secret in clear");
    let found = with(&["mail.username = \"a\"", "mail.password = \"b\""]);
    assert!(found.len() == 1 && found[0].contains("`password_file`"), "{found:?}");
}

#[test]
fn the_vault_key_is_a_key() {
    let found = with(&["vault.key = \"short\""]);
    assert!(found[0].starts_with("error: vault.key: is not 32 bytes"), "{found:?}");
}

#[test]
fn that_backups_stop_is_told_of() {
    one("backups.late_hours = 0", "warning: backups.late_hours: is 0: nobody is warned");
}

#[test]
fn roles_and_successors_name_what_they_mean() {
    let levels = "levels = [\"low\", \"high\"]";
    one(
        &format!("{levels}\nroles.admin = {{ claim = \"\", value = \"x\" }}"),
        "error: issuer.sfid.roles: holds",
    );
    for other in ["sfid", "nobody"] {
        let line = format!("{levels}\ncontinues = {{ issuer = \"{other}\", claim = \"legacy_sub\" }}");
        one(&line, "error: issuer.sfid.continues.issuer: `");
    }
}

#[test]
fn risks_are_told() {
    one("database.url = \"sqlite:a.db\"", "warning: database.url: SQLite serves one node");
    one("log.format = \"text\"", "warning: log.format");
    one("listen.metrics = \"0.0.0.0:9090\"", "warning: listen.metrics");
    one("session.idle_minutes = 60", "warning: session");
}

#[test]
fn values_make_sense() {
    one("database.url = \"mysql://x\"", "error: database.url");
    one("database.connections = 0", "error: database.connections: is 0");
    one("listen.metrics = \"127.0.0.1:8080\"", "error: listen.metrics");
    one("listen.trusted_proxies = [\"::/0\"]", "error: listen.trusted_proxies");
    one("log.level = \"parvis=nonsense\"", "error: log.level");
    one("outbox.longest_retry_s = 1", "error: outbox.longest_retry_s");
    one("outbox.lease_s = 15", "error: outbox.lease_s");
    one("listen.header_deadline_s = 0", "error: listen.header_deadline_s");
}

#[test]
fn mail_is_well_addressed_and_protected() {
    one("mail.server = \"mail.example.ca\"", "error: mail.server");
    one("mail.tls = \"none\"", "error: mail.tls");
    one("mail.from = \"nobody\"", "error: mail.from");
    one("mail.bounces = \"bounces+them@example.ca\"", "error: mail.bounces");
    one("mail.username = \"a\"", "error: mail.username");
    one("mail.per_minute = 0", "error: mail.per_minute: is 0");
    one("mail.deadline_s = 60", "error: mail.deadline_s: a job could be given");
    assert_eq!(with(&["mail.server = \"127.0.0.1:25\"", "mail.tls = \"none\""]), [""; 0]);
}

#[test]
fn the_ways_out_of_the_portal_are_whole_and_protected() {
    let ids =
        "{ fr = \"00000000-0000-0000-0000-000000000001\", en = \"00000000-0000-0000-0000-000000000002\" }";
    let sms = format!("notify.sms = {{ changed = {ids}, news = {ids}, code = {ids} }}");
    one(&sms, "error: notify.url: is missing");
    one("notify.url = \"https://notify.example.ca\"", "error: notify.api_key: is missing");
    let found = with(&["notify.url = \"http://notify.example.ca\"", &sms]);
    assert!(found[0].starts_with("error: notify.url: is not https"), "{found:?}");
    one(&sms.replace(ids, "{ fr = \"a\", en = \"b\" }"), "error: notify.url: is missing");
    one("notices.folder = \"/tmp/notices\"", "error: notices.folder: is for the demo profile");
    one("notices.digest_hour = 24", "error: notices.digest_hour: is no hour");
    one("notices.give_up_hours = 0", "error: notices.give_up_hours: is 0");
}

#[test]
fn issuers_can_be_trusted() {
    one("url = \"http://sfid.example.ca\"", "error: issuer.sfid.url");
    one("state = \"pilot\"", "error: issuer: no identity provider is active");
    one("algorithms = [\"ES256\", \"HS256\"]", "error: issuer.sfid.algorithms");
    one("levels = []", "warning: issuer.sfid.levels");
    one("allow_loopback_http = true", "error: issuer.sfid.allow_loopback_http");
}

#[test]
fn the_portal_proves_who_it_is_in_one_way() {
    assert_eq!(with(&["authentication = \"private_key_jwt\""]), [""; 0]);
    one(
        "authentication = \"private_key_jwt\"\nclient_secret_file = \"/dev/null\"",
        "error: issuer.sfid.client_secret: is not used with private_key_jwt",
    );
    let bucket = ("PARVIS_ATTACHMENTS__BUCKET__SECRET_KEY", "s3cret");
    let config = with_environment(GOOD, &[bucket]).unwrap();
    let told: Vec<String> = config.check_on(DAY).iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|told| told.starts_with("error: issuer.sfid.client_secret: is missing")),
        "{told:?}"
    );
}

#[test]
fn settings_that_contradict_a_strict_profile_are_refused() {
    let strict = "authentication = \"private_key_jwt\"\nprofile = \"fapi2\"";
    assert_eq!(with(&[strict]), [""; 0]);
    assert_eq!(with(&[strict, "algorithms = [\"PS256\", \"EdDSA\"]"]), [""; 0]);
    for weak in ["RS256", "ES384", "PS512"] {
        let found = with(&[strict, &format!("algorithms = [\"ES256\", \"{weak}\"]")]);
        let told = format!("error: issuer.sfid.algorithms: `{weak}` is not allowed in profile fapi2");
        assert!(found.len() == 1 && found[0].starts_with(&told), "{found:?}");
    }
    one(
        "authentication = \"client_secret\"\nprofile = \"fapi2\"",
        "error: issuer.sfid.authentication: a shared secret is too weak for profile fapi2",
    );
}

#[test]
fn what_an_issuer_is_asked_for_makes_sense() {
    one("levels = [\"low\", \"high\", \"low\"]", "error: issuer.sfid.levels: `low` comes twice");
    one("levels = [\"low high\"]", "error: issuer.sfid.levels: holds something");
    one("scopes = [\"openid\"]", "error: issuer.sfid.scopes: `openid`");
    one("scopes = [\"offline_access\"]", "error: issuer.sfid.scopes: `offline_access`");
    one("scopes = [\"profile email\"]", "error: issuer.sfid.scopes: holds something");
    assert_eq!(with(&["scopes = []\nclaims = { email = \"require\", name = \"ignore\" }"]), [""; 0]);
}

#[test]
fn backends_keep_data_in_canada() {
    one("country = \"US\"", "error: backend.complaints.country: is US");
    one("country = \"Canada\"", "error: backend.complaints.country: `Canada`");
    assert_eq!(with(&["profile = \"A\"", "country = \"US\""]), [""; 0]);
    let confidential = with(&["profile = \"C\"", "country = \"US\""]);
    assert!(confidential.len() == 1 && confidential[0].contains("country: is US"), "{confidential:?}");
}

#[test]
fn backends_are_who_they_say_and_answer_in_time() {
    one("callback_key = \"x\"", "error: backend.complaints.callback_key");
    one("organisation = \" \"", "error: backend.complaints.organisation: is empty");
    one("total_ms = 10", "error: backend.complaints.total_ms");
}

#[test]
fn backends_are_certified() {
    let certified = |from: &str, until: &str| {
        format!("certification = {{ number = \"TGV-0000\", valid_from = {from}, valid_until = {until} }}")
    };
    one("#certification", "error: backend.complaints.certification: is missing");
    one(&certified("2025-04-01", "2026-11-24"), "warning: backend.complaints.certification: has expired");
    one(&certified("2025-04-01", "2026-11-25"), "warning: backend.complaints.certification: ends in 0 days");
    one(&certified("2025-04-01", "2027-01-23"), "warning: backend.complaints.certification: ends in 59 days");
    assert_eq!(with(&[&certified("2025-04-01", "2027-01-24")]), [""; 0]);
    one(&certified("2026-11-26", "2027-03-31"), "warning: backend.complaints.certification: has not begun");
    one(&certified("2027-03-31", "2026-04-01"), "error: backend.complaints.certification: ends before");
    one(
        "certification = { number = \"\", valid_from = 2026-04-01, valid_until = 2027-03-31 }",
        "error: backend.complaints.certification: has no number",
    );
}

#[test]
fn backends_are_where_they_should_be() {
    one("networks = []", "warning: backend.complaints.networks: is empty");
    one("networks = [\"0.0.0.0/0\"]", "error: backend.complaints.networks: holds every address");
    let at = |address: &str| GOOD.replace("https://plaintes.example.ca", address);
    let told = |address: &str| {
        let variables = [
            ("PARVIS_VAULT__KEY", KEY),
            ("PARVIS_ATTACHMENTS__BUCKET__SECRET_KEY", "s"),
            ("PARVIS_ISSUER__SFID__CLIENT_SECRET", "s"),
        ];
        let config = with_environment(&at(address), &variables).unwrap();
        config.check_on(DAY).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told("https://142.213.4.5"), [""; 0]);
    for elsewhere in ["https://10.0.0.4", "https://169.254.169.254", "https://[::ffff:10.0.0.4]"] {
        assert!(
            told(elsewhere)[0].starts_with("error: backend.complaints.networks: does not admit"),
            "{elsewhere}"
        );
    }
    assert!(told("http://142.213.4.5")[0].starts_with("error: backend.complaints.url: is not https"));
}

#[test]
fn files_are_kept_where_all_nodes_see_them_and_checked() {
    one("attachments.bucket.url = \"http://s3.example.ca\"", "error: attachments.bucket.url: is not https");
    one("attachments.scanner = \"clamd\"", "error: attachments.scanner: `clamd`");
    one("attachments.scanner = \"unix:clamd.sock\"", "error: attachments.scanner: `unix:clamd.sock`");
    one("#attachments.scanner =", "warning: attachments.scanner: is not set");
    one("attachments.daily_mib = 0", "error: attachments.daily_mib: is 0");
}

#[test]
fn tiles_share_nothing_with_the_portal() {
    one("#tiles.domain", "warning: tiles.domain: is not set");
    one("tiles.domain = \"Tuiles.example.org\"", "error: tiles.domain: `Tuiles.example.org` is no domain");
    one("tiles.domain = \"tuiles.portail.example.ca\"", "error: tiles.domain: `tuiles.portail.example.ca`");
    one("tiles.domain = \"example.ca\"", "error: tiles.domain: `example.ca` and the portal's");
}
