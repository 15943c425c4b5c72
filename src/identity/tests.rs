//! Journeys through the door.
