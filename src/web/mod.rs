//! The web side that every feature stands on: pages as data, their rendering, the files that go
//! with them.

pub mod page;
pub mod views;

pub use page::{Frame, FramePerson, Page};
