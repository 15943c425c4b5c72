//! Tiles: the services that citizens see as cards.

pub mod views;
