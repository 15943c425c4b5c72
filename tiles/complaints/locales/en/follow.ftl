## What the complaints office asks, writes and hands over along the way.

task-more-information = Tell us more about your arrival and your wait
task-more-information-detail = The commissioner needs these details to talk with the team on site. A few sentences are enough.
task-visit-record = Add the record of your visit
task-visit-record-detail = The hospital gave it to you as you left: a clear photo will do. Hide what has nothing to do with your complaint.
task-rights = Read about your rights and remedies
task-rights-detail = Two pages to read when you have a moment: what the complaints office does, and where you can turn afterwards.

more-title = Your details
arrival-label = How did you arrive?
arrival-ambulance = By ambulance
arrival-own = On my own
arrival-unsure = I no longer remember
triage-seen-label = Had you seen the triage nurse?
triage-seen-hint = The person who assesses the urgency when you arrive.
details-label = What happened while you waited?
details-hint = What you were told, what you asked, what it changed for you.
details-error-required = Say in a few words what happened while you waited.

message-commissioner = Who is looking into your complaint
message-commissioner-detail =
    { $name }, assistant complaints commissioner, has read your complaint and is taking care of it.
    She is now talking with the team on site. You can write to her here at any time.
message-read = Your message has been read
message-read-detail =
    Thank you for your message: it is now in your complaint file.
    The commissioner will take it into account in her findings.

document-rights = Your rights and remedies
document-findings = Findings on your complaint

reason-decided = The findings were signed already. You will find them among your documents.
