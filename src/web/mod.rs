//! The web side that every feature stands on: pages as data, their rendering, the files that go
//! with them.

pub mod articles;
pub mod assets;
pub mod page;
pub mod render;
pub mod views;

pub use assets::Assets;
pub use page::{Frame, FramePerson, Page};
pub use render::{AnyPage, Renderer};
