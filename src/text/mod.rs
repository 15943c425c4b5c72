//! Words: the two languages, Fluent messages, dates and numbers as people say them.

pub mod locale;

pub use locale::Locale;
