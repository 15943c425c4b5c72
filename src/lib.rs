//! Parvis: a bilingual citizen portal. `docs/architecture.md` walks one request through these files.

pub mod clock;
pub mod demo;
pub mod id;
pub mod text;
