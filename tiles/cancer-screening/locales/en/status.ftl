## What the person reads at each step of their request.
status-received = The screening program has your request.
status-review = Your request is being prepared.
status-review-detail = Expect the kit or the appointment in about { $days } days.
status-need-info = One more thing is needed to continue.
status-need-info-detail = The program calls you at the number that you gave.
status-done = Your test is arranged.
status-done-detail = The kit is in the mail, or you were given the date of your appointment.

next-1 = The program checks that it is the right time for your test.
next-2 = For a home test, the kit comes by mail within two weeks.
next-3 = For an appointment, you get a call within two weeks.
