## Help: what is searched in it, where a request is, and whom to call.

help-search = Search the help
help-search-button = Start the search
help-search-title = Search of the help
help-found =
    { $count ->
        [0] No page found
        [one] One page found
       *[other] { $count } pages found
    }
help-found-partly = No page has all of these words. These have the most of them.
help-found-none = Try a single word, or the beginning of one. Accents and capitals do not matter. You can also look through the help, or contact us.
help-services = Each service’s help
help-standing = Where is my request?
help-standing-none = No request under way.
help-standing-visitor = Sign in, then open “My requests”: a word says where each one is, who acts next and by when. At each change, a message waits for you there.
help-standing-sign-in = See my requests
help-next-draft = You can go on with it and send it.
help-next-submitted = We are handing it to the service, which has yet to confirm that it has it. You have nothing to do.
help-next-received = The service has it and will take care of it. You have nothing to do.
help-next-in-progress = The service is taking care of it. You have nothing to do.
help-next-action-needed = It is your turn: the service is waiting for something from you.
help-next-answered = You have done your part. The service now has to take it into account.
help-next-under-way = The service has moved it forward. Open it to know more.
help-next-closed = It is finished. You have nothing more to do.
help-next-withdrawn = It is withdrawn. You have nothing more to do.
help-next-usual = This step usually ends by { $when }.

contact-lead = Tell us what is wrong. A person will listen to you.
contact-call = By telephone
contact-open = The lines are open until { $time }
contact-closed = The lines are closed at the moment.
contact-opens-today = They open today at { $time }
contact-opens = They open on { $date } at { $time }
contact-hours = Opening hours
contact-zone = Québec time.
contact-span = { $from } to { $to }
contact-no-hours = closed
contact-today = today
contact-holidays = Next days when we are closed
contact-no-telephone = The organization that runs this portal has not published a telephone number here.
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
