//! Crash points for the tests of recovery: places where a process may die between two steps.

/// Kills the process here when a test asked for it by name in `PARVIS_CRASH_AT`. Does nothing in
/// release builds.
pub fn point(name: &str) {
    if cfg!(debug_assertions) && std::env::var("PARVIS_CRASH_AT").is_ok_and(|wanted| wanted == name) {
        std::process::abort();
    }
}
