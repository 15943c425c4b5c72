//! The back-ends: their registry and the way out to them.
