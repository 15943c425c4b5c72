## The home of a person signed in, and the pages of a service.

home-hello = Hello, { $name }
home-waiting =
    { $count ->
        [0] Choose a service to begin.
        [one] One thing is waiting for you.
       *[other] { $count } things are waiting for you.
    }
home-needs-me = What needs you
home-needs-nothing = Nothing to do for now. When a service needs you, you will see it here.
# same
home-services = Services
home-requests = Recent requests
home-all-requests = All my requests
services-none = No service is open at the moment. They will appear here.

needs-me-draft = Draft
needs-me-task = Action needed
needs-me-task-due = Action needed
needs-me-unread = Unread
needs-me-when-draft = Kept until { $when }
needs-me-when-task = Asked on { $when }
needs-me-when-task-due = To do by { $when }
needs-me-when-unread = Received on { $when }

# same
back-services = Services
start-drafts = You have already started
start-resume = Go on with my draft
start-begin = Start
start-new = Start a new request
start-sign-in = Sign in and start
start-why-sign-in = Signing in lets you save your answers and follow your request.
start-help = Help with this service
start-leave = Go to this service
start-leave-why = This service is elsewhere, at { $host }. If it asks you to sign in, choose the same identity service: you will not have to identify yourself again.
start-locked = This service holds sensitive or personal information. Confirm that it is you to open it.
start-locked-out = This service opens once you are signed in.
start-unlock = Confirm that it is me
age-too-young = This service is for people aged { $age } and over.
age-too-young-other = A parent or someone you trust can make this request with you or for you. The service’s help says how, and you can also write to us.
age-unknown = This service is for people aged { $age } and over, and your identity service did not give us your date of birth.
age-unknown-other = You can correct your information with your identity service, then sign in again. You can also write to us: we will go through it with you.
service-on-break = Taking a break
service-resting = This service is taking a break. You can fill in and send your request: we keep it and hand it over as soon as the service is back.
service-help-title = Help: { $service }

## A sensitive service, where someone may read over a shoulder.
discreet-service = Confidential request
discreet-task = Something to do

## What other systems tell of the person, on a service's page.
panel-missing = This system is not answering right now. The rest of the page is up to date, and nothing is lost: try again in a few minutes.
panel-as-of = This system is not answering right now. Here is what it said on { $when }: it may have changed.

## A team's service, in its frame.
start-open = Open my file
start-open-sign-in = Sign in and open my file
app-back = About this service
app-skip = Skip the service
app-loading = The service is opening…
app-no-script = Your browser runs no JavaScript: here is how to get this service without it.
app-session-ended = Your session has ended. What you wrote is still here. Sign in, then come back to this page to go on.
app-resume = Go on
app-fallback-title = The service does not open
app-again = Try again
app-other-title = Another way
app-other-form = You can also fill in a form, at your own pace: your answers are saved and you follow your request here.
app-other-begin = Fill in the form

## The passport of a service.

start-passport = Who offers this service, and what it knows of you
passport-title = Passport of the service: { $service }
passport-lead = Who answers for this service, what it receives from you, and why.
passport-who = Who offers it
passport-team = Team in charge
# same
passport-version = Version
passport-published = Published
passport-since = Online since
passport-own = With the portal
passport-widened = Last time its permissions grew
passport-never-widened = Not since it was published here
passport-digest = Fingerprint of its files (SHA-256)
passport-what = What it receives from you
passport-claim-given-name = Your first name
passport-claim-family-name = Your last name
passport-claim-birthdate = Your date of birth
passport-claim-email = Your e-mail address
passport-answers = Your answers to its form, once they are sent
passport-files = The files that you add
passport-nothing = Nothing: this service receives no information about you.
passport-why = Why, and for how long
passport-purpose = What your information is used for
passport-retention = How long it is kept
passport-recipients = Who receives it
passport-in-canada = kept in Canada
passport-abroad = kept outside Canada
