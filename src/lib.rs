//! Parvis: a bilingual citizen portal. `docs/architecture.md` walks one request through these files.

pub mod clock;
pub mod id;
pub mod text;
pub mod tiles;
