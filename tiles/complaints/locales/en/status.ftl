## What the person reads at each step of the complaint.

status-received = The complaints office has your complaint.
status-received-detail = Someone is going to read it.
status-triage = A commissioner is now looking into your complaint.
status-triage-detail = Expect to hear more in about { $days } days.
status-need-info = We need one more thing to go on.
status-need-info-detail = The complaints office is asking you for it here or in the way you chose.
status-resumed = The commissioner is looking into your complaint again.
status-resumed-detail = Thank you for the details. She is now preparing her findings.
status-done = We have finished looking into your complaint.
status-done-detail = You will get the written findings here or in the way you chose.

## After sending.

next-1 = You get an acknowledgment within five days.
next-2 = A commissioner looks into your complaint and may call you to understand it better.
next-3 = You get written findings no later than 45 days after we receive it.
