## A request: its questions, its sending and what follows.

state-draft = Draft
state-submitted = Sent
state-received = Received
state-in-progress = In progress
state-action-needed = Action needed
state-closed = Closed
state-withdrawn = Withdrawn

request-number = Request number
request-service-number = Number given by the service:
as-of = Updated on { $when }
draft-saved-on = Saved on { $when }
draft-kept-until = Kept until { $when }
draft-not-yet = Nothing is saved yet. Your draft begins with your first answer.

form-page-of = Page { $number } of { $of }
form-continue = Continue
form-back = Previous
form-back-to-check = Return to your answers
form-save = Save and leave
form-kept = Your answers were kept while you signed in. Check them, then go on.
field-optional = (optional)
field-tick-all = Tick everything that applies.
field-most-characters =
    { $count ->
        [one] At most { $count } character
       *[other] At most { $count } characters
    }
field-characters-left = Characters left: %
field-help = More explanation
field-locked = This comes from your identity service. To correct it, contact them.
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
copy-lead = Print this page, or save it as a PDF from the print menu.
copy-print = Print
copy-back = The request
copy-name = Name
copy-sent = Sent on
copy-declaration = Declaration accepted

requests-drafts = Drafts
requests-open = Under way
requests-ended = Ended
requests-none = You have not sent anything yet. Your requests will appear here, with their state.
requests-see-services = See the services

## Where a request stands, in words.
request-state = Where your request stands
request-as-of = Last heard from the service: { $when }
request-not-heard = The service has not answered yet.
request-delivery-waiting = The service is not answering right now. Your request is safe here: we will hand it over as soon as we can. You do not have to do anything.
request-timeline = Steps
request-refresh = Refresh
request-changed = News:
request-answers = Your answers
request-answers-show = See what you sent
who-next-you = Your turn: the service is waiting for an answer from you. See the latest step.
who-next-portal = We are handing your request to the service. You do not have to do anything.
who-next-service = The service is taking care of it. You do not have to do anything.
who-next-contact = We could not hand your request to the service. It is kept here: contact us with its number.
who-next-nobody = It is finished. There is nothing left to do.
withdrawal-asked = You asked to withdraw this request. The service has yet to confirm it.
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
step-withdrawal-asked = You asked to withdraw your request.
step-withdrawal-accepted = The service accepted the withdrawal.
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
