//! What the administrators' pages show.

mod deliveries;
mod jobs;
mod journeys;
mod today;

pub use deliveries::{ChannelLine, Deliveries, InState, Reason, STATES};
pub use jobs::{JobLine, Jobs};
pub use journeys::{EventLine, Journey, Journeys, REASONS};
pub use today::{CertificationLine, SilentLine, Today, Urgency};
