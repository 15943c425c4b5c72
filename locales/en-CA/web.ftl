## The frame of every page, the errors, the words that several pages share.

language-other = Français
skip-to-main = Skip to content
demo-banner = Demonstration, not a government site: do not enter any real information.
demo-label = Demonstration
sign-in = Sign in
sign-out = Sign out

nav-label = My file
nav-home = Home
nav-requests = My requests
# same
nav-messages = Messages
nav-account = My account
# same
nav-admin = Administration
nav-unread =
    { $count ->
        [one] unread
       *[other] unread
    }

footer-label = Help and information
footer-help = Help
footer-contact = Contact us
footer-privacy = Privacy
footer-accessibility = Accessibility
footer-demo = { $portal } is a demonstration. Its people, services and answers are invented.
footer-purpose = { $portal } brings health and social services together online.

go-home = Go to home
try-again = Try again

session-warning-title = Are you still there?
session-warning = Your session ends at { $time } unless you stay. What you saved is kept.
session-warning-last = Your session ends at { $time } and cannot last longer. Save what you have begun, then sign in again.
session-end-at = Your session ends at { $time } unless you are active.
session-end-last = Your session ends at { $time } and cannot last longer. Save what you have begun, then sign in again.
session-stay-failed = The portal does not answer. Check your Internet connection, then try again.
session-over = Your session has ended. What you typed is still there: continue, and you can sign in again without losing anything.
session-understood = I understand
new-tab = (new tab)
session-stay = Stay signed in

## What comes before an error, in the page's title and beside a field.
title-error = Error:
error-summary-title = There is something to correct

## The error pages: what happened, and what to do.
problem-title-bad-request = We did not understand that
problem-text-bad-request = The address or the form is incomplete. Go back to the previous page and try again.
problem-title-session-ended = Your session has ended
problem-text-session-ended = To protect your file, we close the session after a while without activity. Sign in to go on.
problem-title-step-up = This page asks for a more secure sign-in
problem-text-step-up = Sign in again to confirm that it is you.
problem-title-session-stolen = We ended your session
problem-text-session-stolen = A copy of your session was used somewhere else. To protect your file, we ended it everywhere. What you had saved is kept: sign in again to go on.
problem-title-forbidden = You do not have access to this page
problem-text-forbidden = It is reserved for other people. If you think this is a mistake, write to us.
problem-title-form-expired = This form has expired
problem-text-form-expired = It stayed open too long, or the session changed. Go back to the previous page, reload it, then send it again.
problem-title-not-found = This page does not exist
problem-text-not-found = The address may have a slip in it, or the page was removed. Nothing in your file is lost.
problem-title-not-allowed = This page cannot be opened that way
problem-text-not-allowed = Start from home, or from the form you were filling in.
problem-title-late = What you sent took too long to reach us
problem-text-late = The connection may be weak. Go back to the previous page, then try again.
problem-title-conflict = This request has changed meanwhile
problem-text-conflict = It was changed in another window or on another device. Reload the page to see where it stands.
problem-title-too-large = That is more than we can take
problem-text-too-large = Go back to the previous page and shorten the text.
problem-title-address-too-long = This address is too long
problem-text-address-too-long = Start from home, or from a link of the portal.
problem-title-unknown-format = We do not read this format
problem-text-unknown-format = Go back to the previous page and try again. If it happens again, try another browser.
problem-title-head-too-large = Your browser sends more than we can read
problem-text-head-too-large = Clear the cookies that this site left in your browser, then try again.
problem-title-too-many = One moment, please
problem-wait =
    { $minutes ->
        [one] We received too many attempts in a row. Wait a minute, then try again.
       *[other] We received too many attempts in a row. Wait { $minutes } minutes, then try again.
    }
problem-again = What you wrote is still here: the button sends it again.
problem-title-internal = Something went wrong on our side
problem-text-internal = It is not your fault, and the team has been told. Try again in a few minutes.
problem-title-busy = Many people are using the portal right now
problem-text-busy = Wait a few seconds, then reload this page. A form is then sent again as you filled it in.
problem-title-unavailable = The portal is taking a break
problem-text-unavailable = It will be back soon. Try again in a few minutes.
problem-kept = Your answers are kept. You will find them where you left them.
problem-help = Need help?
problem-trace = Number to give us:

## What the team of a service reads when one of its calls is refused.
problem-title-bad-token = The token is unknown, expired or revoked
problem-title-release-refused = The release is refused
problem-title-release-unsound = The service in the release is not sound
problem-title-release-absent = There is no such release, or no step back
problem-title-release-overtaken = Someone else acted on this service meanwhile
problem-title-bad-signature = The signature does not fit the call
problem-title-stale = The timestamp is too far from the portal’s time
problem-title-bad-envelope = A header of the call is missing or malformed
problem-title-unknown-backend = No service of that name is in the registry
problem-title-bad-body = The body is not what the contract says
problem-title-bad-params = The parameters cannot be shown
problem-title-unknown-request = This service has no such request
problem-title-reused-id = This identifier was used for other content before

## What the element of a service reads when one of its calls gets no answer.
problem-title-backend-unavailable = This service does not answer right now
problem-title-backend-late = This service takes too long to answer
problem-title-backend-bad-answer = This service gave a bad answer
problem-title-backend-refused = This service did not accept the request
problem-title-key-reused = This key was used for another call before
problem-title-still-running = The same call is still under way
problem-title-digest-missing = The digest of the file is missing
problem-title-digest-wrong = The file does not fit its digest

## The pages of a sensitive service: nothing indiscreet in the tab, and a quick exit.
discreet-title = My file
quick-exit-label = Quick exit
quick-exit = Leave this site now
quick-exit-keys = Or press the Shift key three times.
quick-exit-more =
    { $count ->
        [one] Shift once more to leave.
       *[other] Shift { $count } more times to leave.
    }
