## A request: its questions, its sending and what follows.

state-draft = Draft
state-submitted = Sent
state-received = Received
state-in-progress = In progress
state-action-needed = Action needed
state-answered = Answer sent
state-under-way = Under way
state-closed = Closed
state-withdrawn = Withdrawn

request-number = Request number
request-service-number = Number given by the service:
draft-saved-on = Saved on { $when }
draft-saved-at = Saved at { $time }
draft-kept-until = Kept until { $when }
draft-not-yet = Nothing is saved yet. Your draft begins with your first answer.
draft-title = Your draft
draft-ends = If you leave it as it is, it will be deleted on { $when }.
draft-manage = Manage this draft
draft-keep =
    { $days ->
        [one] Keep it { $days } more day
       *[other] Keep it { $days } more days
    }
draft-was-kept = Done: your draft is kept until { $when }.
draft-delete = Delete this draft
draft-deletion-title = Delete this draft?
draft-deletion-lead = You can restore it for 7 days, under “My requests”. After that, your answers and your files will be destroyed.
draft-deletion-button = Yes, delete
draft-deleted-title = This draft is deleted
draft-deleted-lead = You can restore it until { $when }. After that, your answers and your files will be destroyed.
draft-deleted-on = Deleted on { $when }
draft-restorable = Can be restored until { $when }
draft-restore = Restore this draft
requests-deleted = Deleted drafts
requests-deleted-lead = They are destroyed 7 days after they were deleted.
autosave-failed = Not saved yet: the portal is not answering. What you typed stays on this page, and we are trying again.
autosave-again = Try again now
autosave-changed = This draft changed elsewhere. What you typed stays on this page: continue to choose what you keep.
autosave-over = Your session has ended. What you typed stays on this page: continue to sign in again, and we will keep it.
autosave-gone = This request was sent or deleted elsewhere. What you typed stays on this page: copy what you need, then continue.

form-page-of = Page { $number } of { $of }
form-continue = Continue
form-back = Previous
form-back-to-check = Return to your answers
form-save = Save and leave
form-kept = Your answers were kept while you signed in. Check them, then go on.
form-changed = This form was updated since you started. All your answers were taken over.
form-changed-aside = This form was updated since you started. The answers below have no place in it any more: they will not be sent. They stay here for you to copy.
field-optional = (optional)
field-tick-all = Tick everything that applies.
field-most-characters =
    { $count ->
        [one] At most { $count } character
       *[other] At most { $count } characters
    }
field-characters-left = Characters left: %
field-help = More explanation
field-locked = From your identity service. To correct it, contact them.
entries-none = Nothing added yet.
entries-full = This is the most you can add here.
entry-incomplete = To complete
entry-remove = Remove
entry-what = : { $entry }
removal-title = Remove “{ $entry }”?
removal-lead = These answers will be erased. The rest of your draft does not change.
removal-changed = Your answers changed elsewhere. This is what is saved now.
removal-button = Yes, remove
removal-keep = No, keep
date-day = Day
date-month = Month
date-year = Year
answer-none = No answer
answer-change = Change
answer-change-what = the answer to “{ $label }”

overview-title = Your request, step by step
overview-done =
    { $done ->
        [0] Start with any step that is open. Your answers are saved at each page.
        [one] { $done } step of { $of } completed.
       *[other] { $done } steps of { $of } completed.
    }
overview-check = Check and send
overview-leave = Leave and come back later
stage-cannot-start = Cannot start yet
stage-not-started = To do
stage-in-progress = In progress
stage-done = Completed

check-title = Check your answers
check-lead = Nothing is sent yet. You can still change everything.
check-send = Send the request
check-send-button = Send

sent-title = Your request has been sent
sent-reference = Its number:
sent-when = Sent on { $when }
sent-next = What happens now?
sent-next-message = At each step, a message arrives in your file and an email lets you know. There is nothing else to do.
sent-follow = Follow my request
copy-open = Keep a copy
copy-title = Copy of your request
copy-lead = Keep it as a PDF, in the language in which you sent it, or print this page.
copy-pdf = Download as PDF
copy-unshown = A few characters of your answers could not be written here. They were sent as they are, and can be read in your file.
copy-foot = Request { $reference }
copy-print = Print
copy-back = The request
copy-name = Name
copy-sent = Sent on
copy-declaration = Declaration accepted

requests-drafts = Drafts
requests-mine = For you to do
requests-open = Under way
requests-ended = Ended
requests-none = You have not sent anything yet. Your requests will appear here, with their state.
requests-see-services = See the services
requests-see-all = See all { $count }
requests-pages = Pages of the list
requests-latest = The latest
requests-earlier = Earlier ones
requests-some-silent = One service is not answering right now. Its requests are shown as they were when we last heard.
line-waits-for-delivery = Handed to the service as soon as it answers
line-usual-end = Next step expected by { $when }
line-silent = The service is not answering right now: as known on { $when }

## Where a request stands, in words.
request-state = Where your request stands
request-as-of = Last heard from the service: { $when }
request-since = Since { $when }
request-usual-end = The next step usually comes by { $when }.
request-late = We expected the next step by { $when }. The service is taking longer than usual. If this worries you, write to it or contact us.
request-silent = The service is not answering right now. This page shows what we knew on { $when } and will update by itself.
request-not-heard = The service has not answered yet.
request-resting = Everything you sent is safe here. What you send now goes as soon as the service is back: you have nothing else to do.
request-delivery-waiting = The service is not answering right now. Your request is safe here: we will hand it over as soon as we can. You do not have to do anything.
request-timeline = Steps
request-refresh = Refresh
request-changed = News:
request-tasks = What is asked of you
# same
request-documents = Documents
# same
request-messages = Messages
request-write = Write to the service
request-all-messages = See all messages
request-print = Print this page
request-done-task = Your answer has been sent. The service will read it, and you will see here when it has been processed.
request-done-task-read = Noted, thank you. The service will be told.
request-answers = Your answers
request-answers-show = See what you sent
who-next-you = Your turn: the service is waiting for something from you.
who-next-portal = We are handing your request to the service. You do not have to do anything.
who-next-service = The service is taking care of it. You do not have to do anything.
who-next-answered = You have done your part. The service now has to take it into account.
who-next-unclear = The service moved your request forward, but in a way we cannot put into words yet. We have been alerted and are looking into it.
who-next-contact = We could not hand your request to the service. It is kept here: contact us with its number.
who-next-nobody = It is finished. There is nothing left to do.
withdrawal-asked = You asked to withdraw this request. The service has yet to confirm it.
withdrawal-due = An answer is expected by { $when } at the latest.
withdrawal-overdue = You asked to withdraw this request, and the service has not answered in time. Your wish still stands. We have been alerted and are following up.
withdrawal-accepted = The service stopped this request, as you asked.
withdrawal-too-late = You asked to withdraw it, but the service had already finished.

step-submitted = You sent your request.
step-delivered = Your request was handed to the service.
step-given-up = We could not hand your request to the service. It is kept: contact us with your number.
step-status = The service moved your request forward.
step-received = The service has received your request.
step-in-progress = The service is working on your request.
step-action-needed = The service needs an answer from you.
step-closed = The service is done.
step-task-asked = You are asked: { $title }
step-task-asked-unclear = The service asks you for something that we cannot show you yet. Contact us with your number.
step-task-processed = The service processed your answer: { $title }
step-task-processed-unclear = The service processed your answer.
step-task-withdrawn = No longer asked: { $title }
step-task-withdrawn-unclear = The service no longer asks you anything about this.
step-task-done = You answered: { $title }
step-task-reopened = Asked again, since none of your files passed the virus scanner: { $title }
step-message = The service wrote to you: { $title }
step-message-unclear = The service wrote to you, but we cannot show you this message yet. We have been alerted.
step-message-sent = You wrote to the service.
step-document = You received a document: { $title }
step-document-unclear = You received a document.
step-document-withdrawn = A document was withdrawn: { $title }
step-document-withdrawn-unclear = A document was withdrawn.
step-reply-given-up = We could not hand your answer or message to the service. Everything is kept: contact us with your number.
step-withdrawal-asked = You asked to withdraw your request.
step-withdrawal-accepted = The service accepted the withdrawal.
step-withdrawal-overdue = The service has not answered your wish to withdraw yet. It still stands, and we have been alerted.
step-withdrawal-too-late = The service had already finished: it can no longer be withdrawn.

withdraw-link = Withdraw this request
withdraw-title = Withdraw this request?
withdraw-back = The request
withdraw-lead = The service will stop working on it. Here is what will happen.
withdraw-effect = Your answers stay in your file, marked “withdrawn”.
withdraw-answer-within =
    { $days ->
        [one] The service confirms the withdrawal within { $days } day.
       *[other] The service confirms the withdrawal within { $days } days.
    }
withdraw-answer = The service has to confirm the withdrawal. If it has already finished, it will tell you.
withdraw-unsent = The service does not have your request yet: it will get both together, as soon as it answers.
withdraw-tasks = What you are still asked for no longer needs doing once the withdrawal is confirmed.
withdraw-again = You can start a new request whenever you like.
withdraw-button = Yes, withdraw it
withdraw-keep = No, keep it

conflict-title = Your answers changed elsewhere
conflict-lead = Another window or device saved this page on { $when }. Nothing is lost: choose what to keep.
conflict-mine = What you have just typed
conflict-saved = What was saved
conflict-button = Keep these choices

## What comes after sending, when the service says nothing of it.
what-next-received = The service receives your request and studies it.
what-next-told = You can follow it, step by step, in your file.
what-next-withdraw = You can ask to withdraw your request as long as it is not closed.

error-answers-changed = Your answers changed elsewhere, in another window or on another device. Read them again before you send.
error-declaration-required = To send, tick the box of the declaration.

## The receipt of a wish to withdraw.
receipt-title = Your wish to withdraw has been sent
receipt-open = Receipt of your wish to withdraw
receipt-asked = Asked on { $when }
receipt-answer = How far it has come
receipt-next-answer = The service stops your request, or tells you why it is too late.
receipt-next-message = Its answer arrives in your file, and an email lets you know.
receipt-next-silence = If it takes too long, we tell you and follow up.

## What is asked of the person.
task-to-do = To do
task-overdue = To do, late
task-done = Done, on its way to the service
task-received = Done, received by the service
task-processed = Processed by the service
task-not-needed = No longer needed
task-means-to-do = The service is waiting for your answer.
task-means-overdue = The service is still waiting for your answer.
task-means-done = Your answer is kept here. We hand it to the service as soon as we can: there is nothing for you to do.
task-means-received = The service has your answer. It now has to take it into account: there is nothing for you to do.
task-means-processed = The service took your answer into account. There is nothing left to do here.
task-means-not-needed = The service no longer needs this. There is nothing to do here.
task-due = To do by { $when }.
task-overdue-kindly = The date has passed, but there is still time: answer as soon as you can.
task-done-at = Done on { $when }
task-send = Send my answer
task-send-files = Send these files
task-files = Your files
task-have-read = I have read it
task-later = Later
task-signs = This document is not signed here, and there is nothing for you to send. This page will change once the service has noted your signature.
task-back = Return to the request
task-changed = What you are asked has changed since you opened this page. Read it again, then send.

## Messages about a request, both ways.
message-label = Your message
message-files = Attach files
message-from-you = You
message-from-service = The service
sent-waiting = Sent. Handed to the service as soon as it answers.
sent-received = Received by the service
sent-given-up = Not handed over: contact us with your number.
messages-lead = The service reads your message with your file. Write nothing urgent here: for a health question, call 811.
messages-send = Send the message
messages-sent = Your message has been sent. The answer will arrive here, and an email will let you know.
messages-none-yet = No messages about this yet.
messages-over = Your request has ended: messages are closed.

## Documents.
document-untitled = Untitled document
document-came = Received on { $when }
document-opened = Opened on { $when }
document-resting = This document cannot be opened right now
document-resting-lead = The service that keeps it is not answering, or did not send what we expected. Your document is not lost. Try again a little later.
document-retry = Try again
