## The passport of a service: what it receives of the person, and why.

passport-link = What this service receives about you
passport-title = Passport: { $service }
passport-lead = Who publishes this service, what each system behind it receives about you, and why. This comes from the service as it is signed: it can do nothing else.
passport-team = Published by
# same
passport-version = Version
passport-since = Online since
passport-with-portal = Came with the portal
passport-changed = Permissions changed
passport-receives = What it receives
passport-receives-nothing = Nothing. This service is only read: it passes on nothing about you.
passport-elsewhere = This service is elsewhere, at { $host }. The portal passes on nothing about you; what you write there follows its own rules.
passport-abroad = This system keeps its data outside Canada ({ $country }).
passport-what-answers = When you send a request: your answers
passport-what-files = The files that you add to it
passport-what-opening = When you open the service: that it is you
passport-what-doing = What you do in the service, such as changing an appointment
passport-claim-given-name = your first name
passport-claim-family-name = your last name
passport-claim-birthdate = your date of birth
passport-claim-email = your e-mail address
passport-pseudonym = Each organization knows you by a number that is its own, and cannot compare it with another’s. None receives your Internet address.
passport-purpose = Why
passport-retention = For how long
