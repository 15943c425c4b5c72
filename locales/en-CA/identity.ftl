## Arriving, signing in and leaving.

welcome-title = Your health services, in one place
welcome-lead = Make a request, stop, come back later, and always see where it stands. Day and night.
welcome-services = Services
welcome-services-lead = You can look at them without signing in.
welcome-how = How it works
welcome-how-sign-in = You sign in
welcome-how-sign-in-text = With your usual account. The portal never sees your password.
welcome-how-answer = You answer a few questions
welcome-how-answer-text = One page at a time. Everything is saved: you can go on from another device.
welcome-how-follow = You follow the answer
welcome-how-follow-text = Each step appears in your file, and an email tells you when to come and look.

sign-in-with = Continue with: { $issuer }
sign-in-again = Sign in again
sign-in-lead = You will go to an identity service, then come back here.
sign-in-closed = Signing in is not open at the moment. Come back later: nothing is lost.
sign-in-because-page = This page is part of your file. Sign in to open it.
sign-in-because-session-ended = Your session has ended. Sign in to go on where you were.
sign-in-because-answers-kept = Your session has ended, but your answers are kept. Sign in to find them again.
sign-in-because-level = This service asks for a more secure sign-in.
sign-in-level-title = This sign-in is not secure enough
sign-in-because-fresh = To protect your file, confirm that it is you. You will then come back to the same page.
sign-in-kept = Your answers are kept. You will find them when you are back.
sign-in-closing = closing soon
sign-in-level-elsewhere = Your way of signing in does not allow a strong enough proof of identity. Add a more secure one to your file: { $issuer }.
sign-in-add-way = Add a way to sign in
sign-in-level-nowhere = None of the ways to sign in to this portal allows a strong enough proof of identity. Your file stays open, and nothing is lost. Write to us: we will tell you what else you can do.

signed-out-title = You are signed out
signed-out-text = On a shared computer, close the window as well.
signed-out-drafts = Your drafts are waiting in your file.

sign-in-failed-title-cancelled = You are not signed in
sign-in-failed-text-cancelled = The sign-in was stopped. You can start again whenever you like.
sign-in-failed-title-expired = Signing in took too long
sign-in-failed-text-expired = To be safe, start again from the beginning. If you opened two windows, keep only one.
sign-in-failed-title-refused = The sign-in could not be verified
sign-in-failed-text-refused = The identity service’s answer is not valid, and we refused it to protect your file. Try again.
sign-in-failed-title-level = This sign-in is not secure enough
sign-in-failed-text-level = This service asks for a stronger proof of identity. Try again with a more secure method.
sign-in-failed-title-other-person = This sign-in leads to another file
sign-in-failed-text-other-person = You came back with another account than the one of your session. Nothing has changed: your file is still open. Try again with the same account.
sign-in-failed-title-doubt = We would rather check before we open this file
sign-in-failed-text-doubt = What the identity service says does not match what we know of this file. To be safe, it stays closed, and nothing in it has changed. Write to us and give the number below.
sign-in-failed-title-conflict = This sign-in already has a file of its own
sign-in-failed-text-conflict = We never join two files for you: nothing has changed in either of them. Write to us if both are yours.
sign-in-failed-title-two-people = These two sign-ins do not belong to the same person
sign-in-failed-text-two-people = The two identity services do not give the same date of birth. Nothing was added to your file. Each person has their own: sign out to open the other.
sign-in-failed-title-unavailable = The identity service does not answer
sign-in-failed-text-unavailable = The problem is not yours. Try again in a few minutes.
sign-in-failed-title-closed = This way of signing in is not open
sign-in-failed-text-closed = Go back and choose another.
sign-in-failed-title-incomplete = Something is missing from your account
sign-in-failed-text-incomplete = The identity service did not send us everything we need to open your file, such as a confirmed e-mail address. Complete your account with that service, then try again.

## Sessions: what the inbox says of them.
session-browser-unknown = unknown browser

notice-browser-subject = New sign-in to your file
notice-browser-what = Someone signed in to your file with a browser that was never used here before: { $browser }. If it was you, there is nothing to do.
notice-too-many-subject = Your oldest session was ended
notice-too-many-what = Your file was open in more than ten browsers. To protect it, we ended the oldest session. What you had saved is kept.
notice-session-advice = If it was not you, open “My account”, then “My sessions”, and end those that you do not recognise. Change your password at the identity service too.
notice-stolen-subject = We ended a session to protect your file
notice-stolen-what = A copy of your session was used somewhere else than in your browser. We ended that session at once, everywhere. What you had saved is kept.
notice-stolen-advice = Sign in again only on a device that you trust. Change your password at the identity service too.

## The ways to sign in to a file.
sign-ins-title = My ways to sign in
sign-ins-lead = Each of them opens this same file.
sign-ins-closing = { $issuer } will close soon. Your requests and drafts stay here.
sign-ins-closing-add = Add another way to sign in now, to find them again afterwards.
sign-ins-add = Add a way
sign-ins-add-lead = You will go to that identity service, then come back here. To be safe, your sessions open elsewhere will be closed.
sign-ins-add-this = Add: { $issuer }
sign-ins-later = Later
sign-ins-ways = What opens my file
sign-ins-present = you are using it now
sign-ins-closed = closed
sign-ins-since = Since { $when }
sign-ins-last-used = Last sign-in on { $when }
sign-ins-remove = Remove
sign-ins-keep-one = The way that you are using now cannot be removed. To remove it, first sign in by another.

notice-linked-subject = A new way to open your file
notice-linked-what = “{ $issuer }” now opens your file. To be safe, your other sessions were closed.
notice-unlinked-subject = A way to open your file was removed
notice-unlinked-what = “{ $issuer }” no longer opens your file. To be safe, your other sessions were closed.
notice-conflict-subject = Someone wanted to join two files
notice-conflict-what = Someone signed in to a file wanted to add to it a sign-in of “{ $issuer }” that opens another. We refused, and nothing has changed.
notice-link-advice = If it was not you, write to us at once, and change the password of your account with the identity service.

## My account and my sessions.
account-name = Name
account-email = Email we write to
account-issuer = Identity service
account-from-issuer = These come from your identity service, and that is where they are corrected.
account-sessions =
    { $count ->
        [one] One open session
       *[other] { $count } open sessions
    }
account-sign-ins = The identity services that you come in by
account-data = What the portal holds about you, to take along or to have destroyed
account-back = My account

sessions-title = My sessions
sessions-lead = The browsers that your file is open in right now. End those that you do not recognise.
sessions-ended = Done: no session is open there any more.
sessions-end-others = End all other sessions
sessions-end-others-title = End all other sessions?
sessions-network-note = For your privacy we keep only a part of the Internet address: it helps to recognise a network, without saying where you are.
session-browser-none = Unknown browser
session-here = This session
session-used = Last active on { $when }
session-begun = Begun on { $when }
session-network = Network: { $network }
session-network-none = Network not known
session-end = End this session
session-end-title = End this session?
session-end-lead = Signing in again will be needed there. Saved answers are kept.
session-end-not = End nothing

stay-title = Your session goes on
stay-text = It stays open until { $time }, and longer if you go on.
stay-last-title = Your session ends soon
stay-last-text = It ends at { $time } and cannot last longer. Save what you have begun, then sign in again.
stay-close = If you had begun a form, close this tab and go on where you were.
