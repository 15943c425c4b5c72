//! Words: the two languages, Fluent messages, dates and numbers as people say them.

pub mod check;
mod fluent;
pub mod fold;
pub mod format;
pub mod gsm7;
pub mod locale;
pub mod markdown;
mod nesting;

pub use fluent::{Error, Params, Text, params};
pub use locale::{Bilingual, Locale};
