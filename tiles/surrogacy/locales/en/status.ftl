## What the person reads at each step of their project.
status-received = The parental projects team has your project.
status-received-detail = Someone will read it.
status-review = Your project is being reviewed.
status-review-detail = Expect about { $days } days for what comes next.
status-need-info = One more thing is needed to continue.
status-need-info-detail = The team asks you for it in the way that you chose.
status-done = Your project is registered.
status-done-detail = You can make an appointment with your notary to sign the agreement.

next-1 = The team reads your project and checks that nothing is missing.
next-2 = The person who will carry the child gets, if you named them, an invitation to confirm.
next-3 = You get the list of people recognized for the information meetings, within ten days.
