## The portal's news, and the pages where the team writes them.

footer-news = News
news-title = News
news-lead = What changes on the portal and in its services.
news-none = No news for the moment. When a service is added or changes, it will be here.
news-told = Receiving the news
news-told-how = You choose whether you want to receive the news, and where.
news-told-where = Choose how to be told
news-told-sign-in = Sign in: in your account, you choose whether you want to receive the news, and where.
news-feed = Subscribe to the Atom feed
news-feed-title = News – { $portal }
news-corrected = { $when } – updated { $corrected }
news-withdrawn = This news was withdrawn
news-withdrawn-when = That was on { $when }.
news-withdrawn-text = What it said no longer holds. All current news are in one place.

# same
banner-label = Important
banner-more = Read the news
banner-aside = Put aside

## The text that the portal proposes when a service becomes available, and the end of a message.
announcement-new-service-title = New service: { $title }
announcement-new-service-text =
    { $summary }

    { "[" }Open the service]({ $link })

## The team's pages.
admin-announcements = News
announcements-lead = Write in both languages, see what people will see, then publish. Nothing leaves without you.
announcements-all = All news
announcements-none = No news yet. A new service proposes some by itself; you can also begin your own.
announcement-begin = Write news
announcement-untitled = Untitled
announcement-proposed = Proposed by the portal for a new service. Read it over before you publish it.
announcement-saved-at = Saved { $when }
announcement-sent-to =
    { $count ->
        [0] sent to nobody yet
        [one] sent to one person
       *[other] sent to { $count } people
    }
announcement-state-draft = Draft
announcement-state-scheduled = To come
announcement-state-shown = Shown
announcement-state-over = Over
announcement-state-withdrawn = Withdrawn
announcement-done-published = The news is published.
announcement-done-corrected = The correction is published.
announcement-done-withdrawn = The news is withdrawn: nobody sees it any more.
announcement-done-discarded = The draft is deleted.
announcement-done-overtaken = Someone else acted in the meantime. This is where the news stands.

announcement-edit = Write the news
announcement-saved = Saved. Nobody sees yet what you wrote.
announcement-overtaken = Someone else saved in the meantime. What you wrote is still here, but is not saved.
announcement-overtaken-see = See what is saved
announcement-is-published = This news is published. What you change is seen only once the correction is published.
announcement-was-sent = Messages already sent do not change.
announcement-part-title = Title
announcement-hint-title = One line that says it all. It is the subject of the message, too.
announcement-part-text = Text
announcement-hint-text = In Markdown: headings, lists, **bold**, links. Images and HTML have no place in it.
announcement-part-from = From
announcement-hint-from = Québec time. Leave empty to show it as soon as it is published.
announcement-part-until = Until
announcement-hint-until = Québec time. Leave empty to show it until you withdraw it.
announcement-audience = For whom
announcement-for-everyone = Everyone
announcement-for-signed-in = People who are signed in
announcement-for-users = People who use a service
announcement-for-service = People who use this service: { $service }
announcement-part-tile = Which service
announcement-hint-tile = Only for people who use a service: those who have a request with it, begun or sent.
announcement-no-tile = Choose a service
announcement-where = Where
announcement-where-hint = It is always on the news page.
announcement-important = Important
announcement-important-hint = Also at the top of home, until the person puts it aside.
announcement-send = Send it
announcement-send-hint = Also as a message, to the people who asked for news. Once only: a correction is not sent again.
announcement-preview = See the preview
announcement-save = Save
announcement-discard = Delete the draft
announcement-withdraw = Withdraw the news
announcement-preview-title = What people will see
announcement-face-fr = In French
announcement-face-en = In English
announcement-at-once = As soon as it is published
announcement-no-end = Until you withdraw it
announcement-sending = Sending
announcement-sends = To the people who asked for news
announcement-sends-not = None
announcement-publish = Publish
announcement-correct = Publish the correction
announcement-back = Go on writing
announcement-withdraw-title = Withdraw this news?
announcement-withdraw-text = Nobody will see it any more, and it is no longer sent. You will not be able to put it back.
announcement-withdraw-sent =
    { $count ->
        [one] The person who received it keeps their message.
       *[other] The { $count } people who received it keep their message.
    }
announcement-keep = Leave it

announcement-error-title =
    { $language ->
        [en] Write a title in English.
       *[fr] Write a title in French.
    }
announcement-error-title-long =
    { $language ->
        [en] Shorten the English title: 120 characters at most.
       *[fr] Shorten the French title: 120 characters at most.
    }
announcement-error-text =
    { $language ->
        [en] Write the text in English.
       *[fr] Write the text in French.
    }
announcement-error-text-long =
    { $language ->
        [en] Shorten the English text: 8,000 characters at most.
       *[fr] Shorten the French text: 8,000 characters at most.
    }
announcement-error-left-out =
    { $language ->
        [en] Line { $line } of the English text: HTML, images and addresses other than https, mailto, tel or a path such as /en have no place in it.
       *[fr] Line { $line } of the French text: HTML, images and addresses other than https, mailto, tel or a path such as /fr have no place in it.
    }
announcement-error-time = Choose a date and a time, for instance 2026-11-25 14:05.
announcement-error-order = Choose an end that comes after the beginning.
announcement-error-tile = Choose the service whose users you mean.
