//! What changes without an event: the closed list of housekeeping.

/// Housekeeping that no person could notice. Each is counted in the metric `parvis_chores_total`.
#[derive(Clone, Copy, Debug)]
pub enum Chore {
    /// Workers take jobs from the outbox.
    LeaseJobs,
    /// A worker that stops hands its jobs back.
    ReturnJobs,
    /// A session was used: its idle time begins anew.
    TouchSession,
    /// A session goes on with sensitive services: what it proved holds on.
    NoteWork,
    /// A session's token changes in use, or its browser is seen to have the new one.
    RotateSession,
    /// The answer to a sign-in takes it up; what comes of it is the act that follows.
    TakeSignIn,
    /// What was typed before a session ended is given back on its page.
    TakeKeptForm,
    /// A call under a key begins, for a service's element.
    BeginCall,
    /// Such a call ended of which nothing is to be logged.
    EndCall,
    /// A file begins to come: it has a row before its first byte is kept.
    BeginUpload,
    /// A file that did not become one of a request's is thrown away.
    DiscardUpload,
    /// A node takes its turn to pull the states of a tile's requests.
    TakePull,
    /// How far states were pulled is noted; what they told are acts of their own.
    NotePull,
    /// A node says which releases it shows.
    NoteNode,
    /// How often a release on trial was used, and failed, is added up.
    CountUses,
    /// Events of the audit log get their places in its tree; those that the portal did not write are marked.
    SequenceAudit,
    /// The audit log as it stands is signed.
    SignCheckpoint,
    /// A checkpoint is noted as written to the second place.
    PlaceCheckpoint,
    /// A node takes the night's look at the whole log.
    TakeCheck,
    /// A notice waits for its turn: its channel's pace or rest, the end of quiet hours.
    AwaitTurn,
    /// The job of a notice ends that others have told of.
    EndNotice,
    /// Accounts made by an earlier version are given what they are found by.
    IndexPeople,
    /// What was counted in memory is added to the statistics.
    AddUpStatistics,
    /// Expired sign-ins, kept forms, sessions and addresses that nobody confirmed are cleared away.
    ClearExpired,
}

impl Chore {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::LeaseJobs => "lease_jobs",
            Self::ReturnJobs => "return_jobs",
            Self::TouchSession => "touch_session",
            Self::NoteWork => "note_work",
            Self::RotateSession => "rotate_session",
            Self::TakeSignIn => "take_sign_in",
            Self::TakeKeptForm => "take_kept_form",
            Self::BeginCall => "begin_call",
            Self::EndCall => "end_call",
            Self::BeginUpload => "begin_upload",
            Self::DiscardUpload => "discard_upload",
            Self::TakePull => "take_pull",
            Self::NotePull => "note_pull",
            Self::NoteNode => "note_node",
            Self::CountUses => "count_uses",
            Self::SequenceAudit => "sequence_audit",
            Self::SignCheckpoint => "sign_checkpoint",
            Self::PlaceCheckpoint => "place_checkpoint",
            Self::TakeCheck => "take_check",
            Self::AwaitTurn => "await_turn",
            Self::EndNotice => "end_notice",
            Self::IndexPeople => "index_people",
            Self::AddUpStatistics => "add_up_statistics",
            Self::ClearExpired => "clear_expired",
        }
    }
}
