## Another person's part: a witness's, for instance. First for whoever invites.

request-parts = Another person’s part
step-part-answered = { $title }: the other person filled in their part.

part-open = No one is invited
part-invited = Invitation to hand over
part-taken = Invitation accepted
part-expired = Invitation out of date
part-answered = Done
part-received = Done, received by the service
part-means-open = When you are ready, make a code and hand it to the person of your choice.
part-means-invited = The code has not been used yet.
part-means-taken = The person has used the code. They have not sent their part yet.
part-means-expired = The time for it has passed. You can make a new code.
part-means-answered = The person has sent their part. We hand it to the service as soon as we can.
part-means-received = The person has sent their part and the service has received it.
part-until = To do by { $when }.
part-answered-at = Sent on { $when }.
part-code = The code to hand over
part-code-how = Give it by word of mouth or on paper, to one person only. They sign in to their own { $portal } file, open “I have an invitation code” from home, and enter it. It works once.
part-shown = What each of you sees
part-shown-to-them = The other person sees your name and the name of the service. They see nothing of your answers.
part-shown-to-you = You see whether it is done. You do not see what the other person wrote.
part-invite = Make an invitation code
part-invite-again = Make a new code
part-revoke = Cancel the invitation

## For the person who is invited.

invitations-title = I have an invitation code
invitations-lead = Someone gave you a code so that you fill in a part of their request. Enter it here: it opens in your own file.
invitations-code = Invitation code
invitations-code-hint = For example, 4MX2-9QTB-7RK. Capitals and hyphens do not matter.
invitations-open = Open
invitations-taken = Accepted invitations
invitations-error-slip = There is a slip in this code. Check each letter and digit, then try again.
invitations-error-nothing = This code opens nothing. It may have been used, or the person may have cancelled it: ask them for another.
invitations-error-own = This code is your own. Hand it to another person: they enter it in their own file.
invitation-to-do = To fill in
invitation-sent = Sent, on its way to the service
invitation-received = Sent, received by the service
invitation-over = No longer holds
invitation-means-to-do = You can fill it in.
invitation-means-sent = Thank you. Your answers are kept here, and we hand them to the service as soon as we can: there is nothing for you to do.
invitation-means-received = Thank you. The service has your answers: there is nothing for you to do.
invitation-means-over = The person cancelled it, their request has ended, or the time for it has passed. If you meant to fill it in, ask them for a new code.
invitation-from = { $name } invites you.
invitation-private = Your answers go to the service. The person who invites you only sees that it is done.
invitation-send = Send my part
