//! A secret that changed is in the change register, and nothing of it.

use parvis::vault::Vault;
use serde_json::json;

use crate::journeys;
use crate::support::{Database, Setup};

journeys!(a_changed_secret_is_a_change);

async fn a_changed_secret_is_a_change(database: Database) {
    let dir =
        std::env::temp_dir().join(format!("parvis-closed-{}", Vault::new_master_key().replace('/', "")));
    std::fs::create_dir_all(&dir).unwrap();
    let (url, key) = (database.fresh(&dir).await, Vault::new_master_key());
    let mut told = Vec::new();
    for password in ["one-s3cret", "one-s3cret", "another-s3cret"] {
        let settings = json!({
            "vault": { "key": key }, "mail": { "username": "parvis", "password": password },
            // What else differs from start to start is not what this looks at.
            "portal": { "public_url": "http://127.0.0.1:8080" },
        });
        let portal = Setup::silent().with(settings).start_on(url.clone()).await;
        portal.app.log_start().await.unwrap();
        portal.app.log_start().await.unwrap();
        let changes = portal.events_of("configuration-changed").await;
        told.push((changes.len(), changes.last().unwrap().field("secrets")));
        portal.stop().await;
    }
    // Each start has a demo of its own around it, at other addresses: the secrets are what is held against one another.
    assert!(told[0].0 >= 1 && told[0].1.len() == 64, "{told:?}");
    assert_eq!(told[0].1, told[1].1, "the same secrets");
    assert_ne!(told[1].1, told[2].1, "another password");
    assert!(told[2].0 > told[1].0, "is a change");
    assert!(told.iter().all(|(_, secrets)| !secrets.contains("s3cret")));
    std::fs::remove_dir_all(dir).unwrap();
}
