## The questions.
you-title = You
given-name-label = Given name
family-name-label = Family name
email-label = Email
email-hint = For example, name@example.ca

request-title = Your request
subject-label = What is it about?
subject-information = I would like to know something
subject-other = Something else
details-label = Tell us more

truth-declaration = What I have written is true, as far as I know.

## What the person reads at each step of their request.
status-received = We have your request.
status-review = Someone is looking at your request.
status-done = Your request is dealt with.
