//! Help: the portal's articles and every service's own help, searched by what people type (P7); whom to call, and
//! when; and where one's request is, said before it is asked.

mod fold;
mod index;
mod lines;
pub mod pages;
pub mod views;

use std::sync::{Arc, Mutex, PoisonError};

use crate::requests::Requests;
use crate::tiles::Catalogue;
use index::Index;

/// The room of help. Cheap to clone.
#[derive(Clone)]
pub struct Help(Arc<Inner>);

struct Inner {
    requests: Requests,
    /// The tiles that the last index was made of, and that index.
    made: Mutex<Option<(Arc<Catalogue>, Arc<Index>)>>,
}

impl Help {
    /// The room over the services it tells of.
    #[must_use]
    pub fn new(requests: Requests) -> Self {
        Self(Arc::new(Inner { requests, made: Mutex::default() }))
    }

    /// What is searched: made anew when other tiles are shown, which takes a millisecond or two.
    fn index(&self) -> Arc<Index> {
        let current = self.0.requests.catalogue.current();
        let mut made = self.0.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((catalogue, index)) = made.as_ref()
            && Arc::ptr_eq(catalogue, &current)
        {
            return Arc::clone(index);
        }
        let index = Arc::new(Index::of(&current));
        *made = Some((current, Arc::clone(&index)));
        index
    }
}
