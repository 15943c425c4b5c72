//! The log of activations: added to, never changed, and whoever gets round that is found out.

use parvis::releases::By;
use parvis::releases::log::Break;

use crate::journeys;
use crate::support::{Database, Portal};
use crate::{activate, complaints, publish, trusting};

journeys!(the_database_refuses_to_change_it, what_got_round_that_is_found);

async fn with_three_lines(database: Database) -> Portal {
    let portal = Portal::start(database).await;
    let key = trusting(&portal).await;
    for version in ["1.2.0", "1.3.0"] {
        publish(&portal, &key, version, version).await;
        activate(&portal, version, 0).await;
    }
    portal.app.releases().roll_back(&By::system(), &complaints(), "words").await.unwrap();
    portal
}

async fn the_database_refuses_to_change_it(database: Database) {
    let portal = with_three_lines(database).await;
    let db = &portal.app.base().db;
    for sql in ["UPDATE activation_log SET actor = 'another'", "DELETE FROM activation_log WHERE number = 3"]
    {
        let refused = match db {
            parvis::store::Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.err(),
            parvis::store::Db::Postgres { writers, .. } => sqlx::query(sql).execute(writers).await.err(),
        };
        assert!(refused.unwrap().to_string().contains("added to, never changed"));
    }
    assert_eq!(portal.app.releases().verify_log().await.unwrap().unwrap().number, 3);
    portal.stop().await;
}

async fn what_got_round_that_is_found(database: Database) {
    let portal = with_three_lines(database).await;
    let off = match database {
        Database::Sqlite => "DROP TRIGGER activation_log_is_not_changed",
        Database::Postgres => "DROP TRIGGER activation_log_is_not_changed ON activation_log",
    };
    portal.meddle(off).await;
    portal.meddle("UPDATE activation_log SET reason = 'errors' WHERE number = 3").await;
    let releases = portal.app.releases();
    assert_eq!(releases.verify_log().await.unwrap(), Err(Break::Changed(3)));
    portal.meddle("UPDATE activation_log SET reason = 'words' WHERE number = 3").await;
    assert!(releases.verify_log().await.unwrap().is_ok());
    portal.stop().await;
}
