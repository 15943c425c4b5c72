## Journeys, the log, and what is taken along of it.

admin-menu-here = Administration: { $page }
admin-menu-watch = Watch
admin-menu-find = Look up
admin-menu-talk = Tell and hear
admin-menu-act = Act
admin-log = Log
journeys-who = Request number, e-mail address or pseudonym
journeys-gate = The journey of { $person } is a person’s: say first why you are looking at it. The reason holds for an hour.
journeys-several = Several accounts have this address
journeys-to-log = Look for an event rather than for a person

journey-title = Journey { $person }
journey-lead = What the person did and what the portal did for them, in order. They can see in their account that you looked, and why.
journey-beginning = Back to the beginning of the journey
journey-later = Later events
journey-another = Look for another person
journey-pause-minutes =
    { $count ->
        [one] { $count } minute later
       *[other] { $count } minutes later
    }
journey-pause-hours =
    { $count ->
        [one] { $count } hour later
       *[other] { $count } hours later
    }
journey-pause-days =
    { $count ->
        [one] { $count } day later
       *[other] { $count } days later
    }
journey-missing-delivery = The request sent on { $when } has not reached the service yet.
journey-missing-news = The service has said nothing of the request that it received on { $when }.
journey-missing-withdrawal = The service has not answered the withdrawal asked for on { $when }.
journey-missing-notice = A notice { $by } promised on { $when } has not left yet.
journey-missing-notice-failed = A notice { $by } promised on { $when } did not arrive: the address no longer works.
journey-missing-notice-given-up = A notice { $by } promised on { $when } did not leave. The portal has stopped trying.
journey-missing-reply = The answer sent on { $when } has not reached the service yet.

actor-visitor = someone not signed in
actor-citizen = the person
actor-staff = the administration
actor-backend = the service
actor-system = the portal

log-lead = Look for what happened, by event, by service or by time. A search that shows a person’s journey asks for a reason first.
log-event = Event
log-event-hint = Its code, for example request-submitted
# same
log-service = Service
log-service-hint = The events that name the service
log-any-service = Any service
log-from = From
log-until = To
log-person = Pseudonym of a person
# same
log-session = Session
log-trace = Id of a request to the portal
log-search = Search
log-found = Events found
log-nothing = No events.
log-older = Older events
log-journey-of = Journey { $person }
log-saved = The address of this page holds the search: you can save it or share it.
log-error-event = The code of an event has lower-case letters and dashes only.
log-error-day = Write the date like 2026-11-22.
log-error-reference = No request has this number. Check each character.
log-error-person = Nobody has this pseudonym.
log-error-session = This is not the id of a session.
log-error-trace = This is not the id of a request to the portal.
export-csv = Take along as a table (CSV)
export-ndjson = Take along for a program (NDJSON)
export-most = A file holds at most { $count } events, the newest first. What you take along goes into the log.

## Operations, what takes two people, changes.

admin-operations = Operations
admin-confirmations = To confirm
admin-changes = Changes
# same
operations-version = version { $version }
operations-opened = The service is open again: what waited for it is handed over.
operations-backends = Services behind the portal
operations-heard = heard on { $when }
operations-silent = Has not answered since { $when }.
operations-certification =
    { $days ->
        [one] Certificate { $number }, valid until { $when }: one day.
       *[other] Certificate { $number }, valid until { $when }: { $days } days.
    }
operations-certification-ended = Certificate { $number } ended on { $when }.
operations-closed = In maintenance since { $when }. Citizens read:
operations-open = Open again
operations-close = Put into maintenance
operations-close-hint = Nothing is sent to the service any more: what is meant for it waits. Citizens read your message in their language. A second person has to confirm.
operations-message-fr = Message in French
operations-message-en = Message in English
operations-queues = Queues
operations-kind = Work
operations-waiting = Waiting
operations-dead = Stopped
operations-oldest = The oldest
operations-no-queue = Nothing waits.
operations-log = The log
operations-log-unchecked = The whole log is checked every night. The first night is still to come.
operations-log-holds =
    { $count ->
        [one] Checked on { $when }: { $count } event, exactly as it was written.
       *[other] Checked on { $when }: { $count } events, exactly as they were written.
    }
operations-log-bent = Checked on { $when }: the log is not what was written. Run “parvis audit verify”, which says where, and tell those who answer for security.
operations-log-unseen = The second place of its checkpoints was missing: if the end of the log had been cut off, this check would not have seen it. Find that place, then run “parvis audit verify”.
operations-log-unfinished = The check that began on { $when } has not ended.
operations-log-see = Search the log
operations-backups = Backups
backups-hours =
    { $count ->
        [0] Last backup on { $when }, less than an hour ago.
        [one] Last backup on { $when }, { $count } hour ago.
       *[other] Last backup on { $when }, { $count } hours ago.
    }
backups-days =
    { $count ->
        [one] Last backup on { $when }, { $count } day ago.
       *[other] Last backup on { $when }, { $count } days ago.
    }
backup-full = full
backup-incremental = incremental
backups-size = { $count } MB
backups-verified = read back, whole
backups-unverified = not read back
backups-late =
    { $count ->
        [one] It is more than an hour old, and no other was told of. See whether the script that makes them comes to its end: its last line is “parvis backup made”.
       *[other] It is more than { $count } hours old, and no other was told of. See whether the script that makes them comes to its end: its last line is “parvis backup made”.
    }
backups-never = The portal was not told of any backup yet. End the script that makes them with this command:
backups-bytes = BYTES
backups-restored = A backup was put back on { $when }, with events until { $newest }: what happened after that, until it was put back, may be missing.
backups-never-restored = The portal was not told of any restore.
operations-releases = See versions and trials
backend-open = open
backend-silent = silent
backend-maintenance = in maintenance
breaker-closed = calls go through
breaker-open = left alone for a while
breaker-half-open = tried again

confirmations-lead = What cannot be undone takes two people: one asks for it, the other confirms it within the day.
confirmations-none = Nothing waits to be confirmed.
confirmations-own = asked for by you
confirmations-by = asked for by
confirmations-ask = Ask for confirmation
confirmations-confirm = Confirm
confirmations-refuse = Refuse
confirmations-take-back = Take my demand back
confirmations-fetch-log = Download the whole log
confirmations-log-hint = All of the log, without a choice, in a file for a program. Once your demand is confirmed, you have an hour to download it.
confirmations-error-message = Write the message in both languages. Nothing was asked for.
confirmations-done-asked = It is asked for. Another person of the administration now has to confirm.
confirmations-done-confirmed = It is confirmed and done.
confirmations-done-refused = It is refused: nothing was done.
confirmations-done-overtaken = Nothing was done: somebody has decided already, it is too late, or the demand is your own.
confirmation-maintenance = Put a service into maintenance
confirmation-destroy-job = Destroy a stopped job
confirmation-export-log = Take the whole log along
jobs-destroy = Ask for its destruction
changes-lead = Each change of settings, versions, tiles and keys, the newest first.

## Statistics.

admin-statistics = Statistics
figures-lead = What happened, counted without knowing of whom: by day, service, language and kind of device.
figures-show = Show
figures-totals = From { $from } to { $until }
figures-change =
    { $change ->
        [0] same as the span before
       *[other] { NUMBER($change, signDisplay: "always") }% against the span before
    }
figures-no-change = nothing to compare with
figures-charts = Day after day
figures-highest = { $count } a day at most.
figures-in-table = The same figures are in the table.
figures-days = Figures of each day
figures-day = Day
figures-few = Fewer than five
figures-few-explained = A number below five is not shown, and sometimes another with it, so that nobody can be recognised.
figures-answer-hours = From sending to the end, on average
figures-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
figures-by-service = By service
figures-by-language = By language
figures-by-device = By kind of device
figures-by-page = Drafts left, by the page they stood at
# same
figures-of-service = Service
figures-of-language = Language
figures-of-device = Device
# same
figures-of-page = Page
figures-group-fr = French
figures-group-en = English
figures-group-phone = phone
figures-group-tablet = tablet
figures-group-computer = computer
figures-group-unknown = unknown
figures-portal = the portal itself
figures-none = Nothing was counted yet.
figures-backends = Answers of the services behind the portal
figures-available = Availability
figures-percent = { $share }%
figure-visit = Visits
figure-start = Forms opened
figure-draft = Drafts begun
figure-submission = Requests sent
figure-abandonment = Drafts left
figure-withdrawal = Withdrawals asked for
figure-answer = Requests that ended
figure-fault = Pages that failed
figure-call = Calls
figure-silence = Without an answer
