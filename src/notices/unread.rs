//! How many messages a person has not opened: every page's header shows it, so a node remembers it
//! until it hears that the inbox changed.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::store;
use crate::base::Base;
use crate::id::AccountId;
use crate::news::{Cache, Heard, News};
use crate::store::Result;
use crate::web::{Error, Unread, Viewer};

/// Counts that a node remembers; one costs some 60 bytes.
const REMEMBERED: usize = 20_000;

/// The counts of unread messages. Cheap to clone.
#[derive(Clone)]
pub struct Counts {
    base: Base,
    remembered: Arc<Cache<AccountId, u64>>,
}

impl Counts {
    /// Counts over the ground's database.
    #[must_use]
    pub fn new(base: Base) -> Self {
        let remembered = Arc::new(Cache::new(&base.news, REMEMBERED));
        let reader = Arc::downgrade(&remembered);
        base.news.subscribe(move |heard| {
            let Some(counts) = reader.upgrade() else { return };
            match heard {
                Heard::News(News::Inbox(account)) => counts.forget(&account),
                Heard::News(_) => {}
                Heard::Silence => counts.forget_all(),
            }
        });
        Self { base, remembered }
    }

    async fn of(&self, account: AccountId) -> Result<u64> {
        if let Some(count) = self.remembered.get(&account) {
            return Ok(count);
        }
        let ticket = self.remembered.ticket();
        let count = store::unread(&mut self.base.db.read().await?, account).await?.max(0).unsigned_abs();
        self.remembered.keep(ticket, account, count);
        Ok(count)
    }
}

/// Tells the render layer how many messages the signed-in person has not opened.
pub async fn layer(State(counts): State<Counts>, request: Request, next: Next) -> Response {
    let account = request.extensions().get::<Viewer>().map(|viewer| viewer.account);
    let mut response = next.run(request).await;
    let Some(account) = account else { return response };
    match counts.of(account).await {
        Ok(unread) => {
            response.extensions_mut().insert(Unread(unread));
            response
        }
        Err(error) => Error::from(error).into_response(),
    }
}
