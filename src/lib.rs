//! Parvis: a bilingual citizen portal. `docs/architecture.md` walks one request through these files.

pub mod act;
pub mod audit;
pub mod clock;
pub mod id;
pub mod outbox;
pub mod store;
pub mod text;
pub mod vault;
