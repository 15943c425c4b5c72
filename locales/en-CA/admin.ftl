## The administrators' pages and the words of the log.

admin-today = Today
admin-journeys = Journeys
admin-jobs = Stopped jobs
admin-as-of = { $when }
admin-attention = Needs attention
admin-single-host = Tiles’ code runs on the portal’s host: it stays shut in, but some browsers put it in the process of its pages. Give it a domain (setting tiles.domain).
admin-since-midnight = Since midnight
admin-jobs-dead =
    { $count ->
        [one] stopped job
       *[other] stopped jobs
    }
admin-jobs-see = See and replay
admin-jobs-waiting =
    { $count ->
        [one] job waiting
       *[other] jobs waiting
    }
admin-oldest-waiting = since { $when }
admin-callbacks-refused =
    { $count ->
        [one] service answer refused
       *[other] service answers refused
    }
admin-codes-unknown =
    { $count ->
        [one] request in a state unknown to its tile
       *[other] requests in a state unknown to their tile
    }
admin-withdrawals-overdue =
    { $count ->
        [one] withdrawal not answered in time
       *[other] withdrawals not answered in time
    }
admin-silent = The back-end “{ $backend }” has not answered since { $when }.
admin-certification-ended = Certificate { $number } of the back-end “{ $backend }” ended on { $when }. Nothing is sent to it any more: requests wait.
admin-certification-ends =
    { $days ->
        [0] Certificate { $number } of the back-end “{ $backend }” ends today. Unless it is renewed, nothing will be sent to it tomorrow.
        [one] One day is left on certificate { $number } of the back-end “{ $backend }”, valid until { $when }.
       *[other] { $days } days are left on certificate { $number } of the back-end “{ $backend }”, valid until { $when }.
    }
admin-sign-ins =
    { $count ->
        [one] sign-in
       *[other] sign-ins
    }
admin-submissions =
    { $count ->
        [one] request sent
       *[other] requests sent
    }
admin-deliveries =
    { $count ->
        [one] request delivered
       *[other] requests delivered
    }
# same
admin-messages =
    { $count ->
        [one] message
       *[other] messages
    }

journeys-lead = Retrace what a person did and what the portal did for them. Your look-up goes into the log, with its reason, and the person can see it in their account.
journeys-reference-hint = For example, 7K3M-9QXD-4FT
journeys-reason = Reason for looking
journeys-reason-hint = Looking without a reason is not allowed.
journeys-reason-choose = Choose a reason
journeys-because-question = The person asked a question
journeys-because-complaint = The person complains about the portal
journeys-because-incident = A security incident is being studied
journeys-because-audit = An audit is under way
journeys-find = Retrace the journey
journeys-not-found = No request and no person matches.
journeys-error-reference = This is no request number, e-mail address or pseudonym. Check each character.
journeys-error-reason = Say why you are looking at this journey.

jobs-lead = These jobs failed too many times. Replay them once the cause is mended: they go on where they were, and do nothing twice.
jobs-none = No stopped jobs. Everything is on its way.
jobs-replayed = The job is back in the queue.
jobs-attempts =
    { $count ->
        [one] { $count } attempt
       *[other] { $count } attempts
    }
jobs-since = since { $when }
jobs-replay = Replay

event-signin-started = Sign-in started
event-signin-succeeded = Sign-in succeeded
event-signin-refused = Sign-in refused
event-identity-alert = Sign-in refused, to be looked into
event-session-ended = Session ended
event-session-raised = Identity proved anew, or more surely
event-identity-linked = Way to sign in added
event-identity-unlinked = Way to sign in removed
event-account-joined = Empty account joined to another
event-logout-received = Sessions ended by the identity service
event-logout-refused = End of sessions refused to the identity service
event-form-kept = Answers kept when a session ended
event-app-draft-saved = Work under way kept in a service
event-app-draft-deleted = Work under way erased in a service
event-draft-begun = Draft begun
event-draft-saved = Draft saved
event-draft-kept = Draft kept longer
event-draft-reminded = Reminded of a draft’s end
event-draft-deleted = Draft deleted
event-draft-restored = Draft restored
event-draft-expired = Draft deleted at its limit
event-draft-destroyed = Deleted draft destroyed
event-attachment-added = File added
event-attachment-removed = File removed
event-attachment-expired = File never sent, destroyed
event-attachment-checked = File checked, no virus found
event-attachment-infected = Virus found in a file
event-attachment-check-failed = Check of a file failed, to be tried again
event-attachment-check-given-up = Check of a file given up
event-attachment-delivered = File delivered to the service
event-attachment-downloaded = File downloaded
event-attachment-destroyed = Content of a file destroyed
event-attachment-destroy-failed = Destruction of a file failed, to be tried again
event-request-submitted = Request sent
event-request-delivered = Request delivered to the service
event-delivery-failed = Delivery failed, to be tried again
event-delivery-given-up = Delivery given up
event-status-received = New state received from the service
event-task-received = Task received from the service
event-message-received = Message received from the service
event-document-received = Document offered by the service
event-code-unknown = Code unknown to the tile
event-code-understood = Code understood since
event-task-answered = Task answered
event-task-reopened = Task reopened: no file was safe
event-task-reminded = Reminder of a task
event-message-written = Message written to the service
event-part-invited = Another person invited to their part
event-part-revoked = Invitation no longer valid
event-part-taken = Invitation used
event-part-answered = Part sent by the invited person
event-invitation-taken = Another person’s invitation taken
event-invitation-answered = Part sent for another person
event-invitation-refused = Invitation code refused
event-part-delivered = Part delivered to the service
event-app-read = Information read in a service’s page
event-app-submitted = Something sent in a service’s page
event-panel-read = Information read at a service
event-reply-delivered = Answer or message delivered
event-document-opened = Document opened
event-document-failed = Document could not be had
event-opening-delivered = Opening of a document delivered
event-withdrawal-overdue = Withdrawal not answered in time
event-callback-ignored = News from the service known already
event-callback-refused = Service answer refused
event-withdrawal-asked = Withdrawal asked for
event-withdrawal-delivered = Withdrawal handed to the service
event-withdrawal-answered = Withdrawal answered by the service
event-message-sent = Message put into the file
event-message-read = Message opened
event-message-archived = Message archived
event-message-restored = Message taken out of the archive
event-notices-chosen = Notices chosen
event-address-given = Address given, code asked for
event-code-sent = Code sent
event-code-failed = Code not sent
event-code-refused = Code refused
event-address-confirmed = Address confirmed
event-address-removed = Address removed
event-removal-told = Former address told
event-address-failed = Address reaches nobody
event-mail-sent = Email sent
event-mail-failed = Email not sent
event-mail-given-up = E-mail given up
event-notice-sent = Notice sent
event-notice-put-off = Notice not sent, to be tried again
event-notice-given-up = Notice given up
event-notice-bounced = Notice came back
event-news-ended = News ended with one click
event-data-exported = Data taken along by its person
event-account-closed = Account closed by its person
event-closing-told = Service told of the closing of the account
event-journey-viewed = Journey viewed
event-journey-exported = Journey taken along
event-log-searched = Log searched
event-log-exported = Log taken along
event-changes-exported = Change register taken along
event-confirmation-asked = Another person’s confirmation asked
event-confirmation-given = Another person’s confirmation given
event-confirmation-refused = Another person’s confirmation refused
event-maintenance-begun = Service put into maintenance
event-maintenance-ended = Maintenance of a service ended
event-job-destroyed = Stopped job destroyed
event-configuration-changed = Settings or version of the portal changed
event-job-replayed = Job replayed
event-report-sent = A problem or an idea was sent
event-report-status-set = An administrator said where a report or an idea stands
event-report-answered = An administrator answered
event-report-assigned = An administrator takes care of a report or an idea
event-report-released = Nobody takes care of it any more
event-report-merged = A report or an idea was merged into another
event-report-separated = A report or an idea is worked on by itself again
event-report-fixed = A version of a service fixes a report
event-idea-published = An idea was published
event-idea-withdrawn = An idea is published no more
event-idea-supported = An idea was supported
event-idea-support-ended = A support was taken back
event-reports-exported = Problems and ideas were taken along in a file
event-access-refused = Access refused
event-limit-reached = Limit reached
event-limit-refusals = Refusals over a limit
event-audit-checked = Log verified
event-audit-exported = Log exported
event-persons-emptied = Persons emptied from the log
event-backup-made = Backup made
event-backup-restored = Backup put back
event-keys-created = Keys created
event-key-rotated = Key rotated
event-key-destroyed = Key destroyed
event-team-key-trusted = Team’s key trusted
event-team-key-withdrawn = Team’s key withdrawn
event-manuscript-saved = Text of a service saved
event-manuscript-discarded = Text of a service discarded
event-manuscript-published = Text of a service published
event-tile-published = Release of a service published
event-tile-approval-asked = Approval of a release asked for
event-tile-activated = Release of a service put online
event-team-token-made = Token made for a team
event-team-token-revoked = Token of a team revoked
event-tile-approval-refused = Release of a service refused
event-tile-canary-begun = Release of a service put on trial
event-tile-canary-ended = Trial of a release ended
event-tile-rolled-back = Back to an earlier release
event-announcement-proposed = News proposed for a new service
event-announcement-saved = News saved
event-announcement-discarded = Draft of news deleted
event-announcement-published = News published
event-announcement-corrected = News corrected
event-announcement-withdrawn = News withdrawn
event-announcement-sending-begun = Sending of news begun
event-announcement-sent = News sent to people who asked for them
event-certification-ended = Certification of a back-end ended

## Services: which release is online, what waits, what was done.

# same
admin-services = Services
services-lead = The release of each service that is online. One that may do more than the one before waits for your decision.
services-own = Version { $version }, which came with the portal.
services-active = Version { $version } is online.
services-not-shown = No version is online.
services-canary = Version { $version } is on trial with { $percent }% of people.
services-waits = Version { $version } may do more than the one online. This is what changes:
services-waits-canary = Version { $version } may do more than the one online. Once approved, it is first shown to { $percent }% of people. This is what changes:
services-more = More:
services-less = Less:
services-reason = Reason
services-reason-hint = It is kept in the log. A refusal always has one: the team will read it.
services-error-reason = Say why you refuse this version. Nothing has been decided.
services-approve = Approve
services-refuse = Refuse
services-end-canary = End the trial
services-roll-back = Go back to the version before
services-done-approved = The version is approved. Every server shows it within two seconds.
services-done-refused = The version is refused. The one online stays in place.
services-done-rolled-back = Done. The version before is back within two seconds.
services-done-overtaken = Someone else acted meanwhile. This is where services stand now.
services-nodes = Servers
services-node-current = up to date
services-node-behind = behind
services-node-seen = seen on { $when }
services-no-nodes = No server has announced itself in the last 30 seconds.
services-log = Log
services-no-log = No version has been put online yet.
services-step-asked = Waits for approval
services-step-refused = Refused
services-step-activated = Put online
services-step-rolled-back = Back to this version
services-step-canary = Put on trial
services-step-canary-ended = End of the trial

## What leaves the portal.
admin-notices = Deliveries
deliveries-lead = What has left the portal in the last seven days, and what waits, with nothing of its content or of addresses.
deliveries-not-reached =
    { $count ->
        [one] One person was reached by none of their channels. Their message is waiting in the portal.
       *[other] { $count } people were reached by none of their channels. Their messages are waiting in the portal.
    }
deliveries-all-reached = Everyone was reached.
deliveries-stopped = News is stopped on this channel: more than 5% of addresses have reached no one in the last hour. It will go on by itself.
deliveries-not-set-up = This channel is not set up.
deliveries-channel-email = Email
deliveries-channel-sms = Text message
deliveries-channel-push = Browser
deliveries-state-waiting = Waiting
deliveries-state-held = Held
deliveries-state-sent = Sent
deliveries-state-failed = Address dead
deliveries-state-given-up = Given up
deliveries-states = “Held”: until the hours without notices end, or for the next digest.
deliveries-reasons = Why it has not left
