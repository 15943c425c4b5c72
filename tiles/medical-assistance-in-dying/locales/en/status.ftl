## What the person reads at each step of their preparation.
status-received = The team has your preparation.
status-received-detail = A nurse will reach you in the way that you chose.
status-assessment = The team is preparing your meeting.
status-assessment-detail = Expect about { $days } days. You can write to them here at any time.
status-to-sign = The form of your request is ready to read.
status-to-sign-detail = Take your time. It is signed on paper, with your team and your witness.
status-ready = The team has all it needs.
status-ready-detail = What follows is decided with them, at your own pace. You can change your mind whenever you want.

next-1 = The end-of-life care team reads your preparation. No one else does.
next-2 = If you have thought of a witness, you can invite them now, on the page of your request.
next-3 = A nurse reaches you, usually within two days. You can stop at any time.

## What the team asks, writes and hands over.
task-sign = Read the form, to be signed with your team
task-sign-detail =
    This form is your written request. Read it at your own pace and note your questions.
    It is not signed here. You sign and date it on paper, before a health professional, in the presence of your witness. The team brings it to the meeting.

message-nurse = Who is looking after your preparation
message-nurse-detail =
    { $name }, of the end-of-life care team, has read your preparation. Thank you for your trust.
    Write here what worries you or what you need: it is read every day.
message-read = Your message has been read
message-read-detail = Thank you for writing. The team will talk about it with you.

document-request-form = Request form, to read before the meeting

withdrawal-lead = You can stop here, without giving a reason. Your other care goes on, and you can come back if you wish to one day.
