## What the portal holds about the person, and closing their account.

my-data-title = My data
my-data-lead = This is what the portal holds about you. You can take all of it along, at any time.
my-data-name = Name
my-data-birthdate = Date of birth
my-data-email = E-mail address
my-data-email-none = No verified address
my-data-since = Account opened on
my-data-requests =
    { $sent ->
        [0] None sent
        [one] { $sent } sent
       *[other] { $sent } sent
    }, { $drafts ->
        [0] no drafts
        [one] { $drafts } draft
       *[other] { $drafts } drafts
    }
my-data-log = Log
my-data-events =
    { $count ->
        [one] { $count } entry
       *[other] { $count } entries
    }: sign-ins, requests sent, and who looked at your file

my-data-take = Take my data along
my-data-take-text = The PDF file is for reading and printing. The JSON file holds everything, in an open format that other programs understand. Keep them somewhere safe: they contain your answers.
my-data-pdf = Download as PDF
my-data-json = Download as JSON
my-data-format = For developers:
my-data-schema = the JSON Schema of this file
my-data-wrong = Is something wrong?
my-data-wrong-text = Your name, date of birth and address come from your identity service: that is where they are corrected. For anything else, write to us.
my-data-close-text = You can have what the portal holds about you destroyed.

my-data-made = Document made on
my-data-pdf-lead = This document says in words what the portal holds about you. The numbers and codes that only programs use are in the JSON file, with what services showed on their pages.
my-data-unshown = A few characters could not be written here. They are in the JSON file.
my-data-drafts = Drafts
my-data-parts = Parts filled in for other people
my-data-begun = Begun on
my-data-service-number = Number given by the service
my-data-replies = What you answered and wrote
my-data-files = Files
my-data-invited = Invitation codes

close-title = Close my account
close-link = See what that means
close-lead = The portal will destroy what it holds about you. Nobody will be able to get it back, not even us.
close-effect-file = Your requests, your messages and your information are destroyed here, backups included.
close-effect-drafts =
    { $count ->
        [one] Your draft is lost.
       *[other] Your { $count } drafts are lost.
    }
close-effect-services = The services that received your requests are told. What you sent them stays with them, under their own rules.
close-effect-log = The security log keeps a trace of sign-ins and requests sent, without your name or your answers.
close-effect-again = You can sign in again later: your account will be new and empty.
close-take-first = Would you like to keep a copy?
close-understood = I understand that my file will be destroyed and cannot be recovered.
close-unconfirmed = To close your account, tick this box.
close-button = Close my account
close-keep = Keep my account
close-not-yet = Some requests are still under way
close-not-yet-text = Their answers could no longer reach you. Your account and everything in it are untouched.
close-under-way = Under way. Wait until it is closed, or withdraw it.
close-on-its-way = On its way to the service. Come back once the service has it.

closed-title = Your account is closed
closed-text = What the portal held about you is destroyed.
closed-services = The services that received your requests are told.
closed-again = If you sign in again one day, you will begin with a new and empty account.

looks-title = Who looked at my file
looks-lead = The ministry’s employees who look after the portal can retrace what you did here, and never read your answers. Each time they do is listed here.
looks-none = Nobody has looked at your file.
looks-role-admin = Someone of the portal’s administration
looks-role-auditor = Someone in charge of audits
looks-what-viewed = Retraced your journey
looks-what-exported = Took a copy of your journey along
looks-by-reference = from the number of a request.
looks-by-email = from your e-mail address.
looks-by-pseudonym = from your pseudonym in the log.
looks-because-question = Reason: you asked a question.
looks-because-complaint = Reason: you complained about the portal.
looks-because-incident = Reason: a security incident is being studied.
looks-because-audit = Reason: an audit is under way.
looks-earlier = Earlier looks
looks-question = Does one of them surprise you?
looks-contact = Write to us
account-looks = When, in which role and why
