## Being heard: report a problem, propose an idea, and see what becomes of it.

footer-problem = Report a problem
footer-idea = Propose an idea

report-kind-problem = Problem
report-kind-idea = Idea
# same
report-language-fr = Français
# same
report-language-en = English

report-title-problem = Report a problem
report-title-idea = Propose an idea
report-lead-problem = Does something in the portal not work, or is it unclear? Tell us.
report-lead-idea = What could we do better? Every idea is read.
report-not-here-problem = For a question about your health or one of your requests, reach us another way:
report-not-here-idea = For a question about your health or one of your requests, reach us another way:
report-label-problem = What happened?
report-label-idea = What is your idea?
report-hint-problem = What you wanted to do, and what happened. Write nothing about your health, nor your name: we do not need them.
report-hint-idea = One idea at a time. Write nothing about your health, nor your name: we do not need them.
report-most = { $count } characters at the most.
report-anonymous = Do not link this message to my account
report-anonymous-hint = You will get no notice in your messages. A link will let you see what becomes of it.
report-visitor = You are not signed in: your message will be anonymous. After sending, a link will let you see what becomes of it.
report-next = You will see all that will be sent before it is sent.
report-trap = Leave this field empty
report-error-short = Say it in a few words: a short sentence is needed at least.
report-error-long = Shorten your text: it has { $length } characters and may have { $most }. All that you wrote is still here.

report-check-title-problem = Check your report
report-check-title-idea = Check your idea
report-similar = There are similar ideas already
report-similar-text = If one of them says the same, support it: it will carry more weight. Your text stays here.
report-written = What you wrote
report-goes-along = What goes along with it
report-goes-along-text-problem = This helps us find the problem. Nothing of your answers or of your file is in it.
report-goes-along-text-idea = Nothing of your answers or of your file is in it.
report-known = Your message will be linked to your account: you will see what becomes of it in “My reports and ideas”, and a message will tell you.
report-unknown = Your message will be anonymous.
report-send-problem = Send the report
report-send-idea = Send the idea
report-change = Change
# same
report-along-page = Page
# same
report-along-service = Service
report-along-language = Language
report-along-viewport = Size of the window
report-along-trace = Technical number of the page

report-your-problem = Your report
report-your-idea = Your idea
report-sent-problem = Thank you, we have your report
report-sent-idea = Thank you, we have your idea
report-link = Here is the address where you will see what becomes of it. Keep it: it is shown only now, and nothing else leads there.
report-sent-known = You will see what becomes of it here, and a message will tell you.
report-told-at = Sent on { $when }
report-changed-at = Updated on { $when }
report-meaning-received = We have it. Someone will read it.
report-meaning-studied = Someone is looking into it.
report-meaning-planned = We have decided to do it.
report-meaning-done = It is done. Thank you for helping us.
report-meaning-declined = We have looked into it and will not do it.
report-merged = Other people said the same: we are working on all of it together.
report-fixed = It is fixed in version { $version } of the service “{ $service }”.
report-published = This idea is published
report-answer = Our answer
report-written-past = What you wrote
report-went-along = What went along with it
report-status-problem-received = Received
report-status-problem-studied = Under study
report-status-problem-planned = Planned
report-status-problem-done = Fixed
report-status-problem-declined = Declined
report-status-idea-received = Received
report-status-idea-studied = Under study
report-status-idea-planned = Planned
report-status-idea-done = Done
report-status-idea-declined = Declined

reports-title = My reports and ideas
reports-none = Nothing yet. What you report or propose will be here, with what becomes of it.
reports-older = See older ones
report-answered = We answered
account-reports = What you reported or proposed, and what became of it

## The messages to whoever reported or proposed.
report-notice-problem = News about your report { $reference }
report-notice-idea = News about your idea { $reference }
report-notice-status = It now stands at: { $status }.
report-notice-answered = Here is our answer.
report-notice-merged = Other people said the same: we are working on all of it together.
report-notice-joined = Someone else said the same: we are working on all of it together.
report-notice-fixed = It is fixed in version { $version } of the service “{ $service }”.
report-notice-published = It is published, in our words and without your name. Other people can support it.
report-assigned-problem = The report { $reference } is yours to take care of
report-assigned-idea = The idea { $reference } is yours to take care of
report-assigned-where = Another administrator asks you to take care of it. It is waiting for you under “Administration”, at “Problems and ideas”.
report-notice-where = You can see everything under “My account”, at “My reports and ideas”.

## Published ideas.
ideas-title = Ideas
ideas-lead = Here are ideas that people have proposed. Support those that would help you.
ideas-see = See the ideas already published
ideas-none = No idea is published yet. Yours could be the first.
ideas-more = See the next ones
idea-title = Idea { $reference }
idea-published = Published on { $when }
idea-votes =
    { $count ->
        [0] No supporters
        [one] { $count } supporter
       *[other] { $count } supporters
    }
idea-sign-in = Sign in to support this idea
idea-give = Support this idea
idea-mine = You support this idea.
idea-take-back = Take back my support

## The administrators’ board.
admin-feedback = Problems and ideas
board-title = Problems and ideas
board-lead = What people told us about the portal. Their words stay between us: only the ideas that you reword and publish can be seen by everyone.
board-search = Search
board-words = Words or number
board-words-hint = Whole words, with or without accents; three of them count at the most.
board-more = Narrow the search
board-kind = Kind
board-status = Status
board-all = All
board-anyone = Anyone
board-me = Me
board-nobody = Nobody
board-find = Search
board-found = What was found
board-none = Nothing fits.
board-gone = The person closed their account: their text is destroyed.
board-assignee = { $name } takes care of it
board-standing-received = To sort
board-standing-studied = Under study
board-standing-planned = Planned
board-standing-done = Done
board-standing-declined = Declined
board-export = Take it all along
board-export-text = The file holds people’s words. Keep it in a safe place, and destroy it when you no longer need it. The download is written in the log.
board-export-csv = Download as CSV
board-export-ndjson = Download as NDJSON

triage-overtaken = Someone else acted meanwhile: nothing was saved. Here is where things stand; what you wrote is still here.
triage-done-standing = The status is saved, and the person is told.
triage-done-answered = The answer is sent.
triage-done-taken = You take care of it.
triage-done-assigned = It is handed over, and the person is told.
triage-done-released = Nobody takes care of it any more.
triage-done-merged = The two are merged, and their people are told.
triage-done-separated = It is worked on by itself again.
triage-done-fixed = The version is saved, and the person is told.
triage-done-published = The idea is published in these words.
triage-done-withdrawn = The idea is published no more.
triage-told = What is said
triage-author-known = The person has an account: a message tells them what you decide.
triage-author-unknown = Sent anonymously: the person sees what becomes of it by their link.
triage-author-left = There is nobody left to tell.
triage-into = Merged into
triage-answer = Answer
triage-answer-text = The person reads the answer in their language. A new answer takes the place of the one before.
triage-in-french = In French
triage-in-english = In English
triage-answer-status = Where it stands with this answer
triage-answer-send = Send the answer
triage-publish = Publish
triage-publish-text = Reword the idea in both languages, without anything that points to a person. Only these words can be seen by everyone.
triage-published =
    { $count ->
        [0] Published, without a supporter yet.
        [one] Published, with { $count } supporter.
       *[other] Published, with { $count } supporters.
    }
triage-see = See the public page
triage-publish-button = Publish in these words
triage-withdraw = Publish no more
triage-care = Who takes care of it
triage-care-me = You take care of it.
triage-care-nobody = Nobody yet.
triage-take = I take care of it
triage-release = Let go
triage-assign-label = Hand over to
triage-assign-hint = A message tells them.
triage-assign-choose = Choose a person
triage-assign = Hand over
triage-status = Where it stands
triage-save = Save
triage-fix = Fixed in a version
triage-choose = Choose a service
# same
triage-version = Version
triage-version-hint = For example 1.3.0
triage-fix-button = Save the version
triage-merge = Merge
triage-merge-label = Merge into the number
triage-merge-hint = The one that stays. The people of both are told.
triage-merge-button = Merge
triage-merged =
    { $count ->
        [one] One other is merged into this one:
       *[other] { $count } others are merged into this one:
    }
triage-separate = Work on it by itself
triage-error-into = No other of the same kind has this number. Check each character.
triage-error-assignee = Choose who takes care of it.
triage-error-tile = Choose the service.
triage-error-version = Write three numbers with dots between them, such as 1.3.0.
triage-error-french = Write it in French too.
triage-error-english = Write it in English too.
triage-error-long = Shorten this text: 5,000 characters at the most.
