//! The first pages: welcome, home, and each service's start and help. They look into every other
//! room, so they stand above them.

pub mod pages;
pub mod passport;
