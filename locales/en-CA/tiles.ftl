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
needs-me-unread = Unread
needs-me-when-draft = Kept until { $when }
needs-me-when-task = Asked on { $when }
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
service-resting = This service is taking a break. You can fill in and send your request: we keep it and hand it over as soon as the service is back.
service-help-title = Help: { $service }
