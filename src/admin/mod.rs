//! What administrators see: today's numbers, journeys, the work that failed.

pub mod views;
