//! What the administrators' pages show.

mod deliveries;
mod jobs;
mod journeys;
mod log;
mod operations;
mod statistics;
mod today;

pub use deliveries::{ChannelLine, Deliveries, InState, Reason, STATES};
pub use jobs::{JobLine, Jobs};
pub use journeys::{EventLine, Journey, Journeys, MissingLine, Pause, REASONS};
pub use log::{Choice, Log, LogAsked, LogLine};
pub use operations::{
    Age, BackendLine, BackupLine, Backups, Changes, ConfirmationLine, Confirmations, LogCheckLine,
    Operations, QueueLine, RestoreLine, WayLine,
};
pub use statistics::{
    Availability, Bar, Chart, DayLine, GroupLine, Groups, MEASURES, Statistics, StatisticsAsked, Total,
};
pub use today::{CertificationLine, SilentLine, Today, Urgency};
