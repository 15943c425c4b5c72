## The inbox, and the emails, which say nothing of the content.

message-unread = Unread
messages-none = No messages for now. When a service writes to you, it will be here.
message-open-request = See the request

## What leaves the portal. Only the variables portal and link go in, and code where an address is confirmed: nothing of
## the file leaves. A text message has one segment: no curly apostrophe, no no-break space.
mail-changed-subject = There is something new in your { $portal } file
mail-changed-body =
    Hello,

    There is something new in your { $portal } file. To protect your information, this email says no more.

    Sign in to see what it is:
    { $link }

    If you would rather not follow a link, open the portal as usual: the message is waiting for you there.

    No one will ever ask for your password by email. There is no need to reply to this message.

mail-news-subject = News from { $portal }
mail-news-body =
    Hello,

    You asked to hear news of the portal. Here is some, waiting for you in your messages.

    Sign in to read it:
    { $link }

    To stop receiving news:
    { $unsubscribe }

    Notices about your requests will go on.

mail-code-subject = Your code for { $portal }
mail-code-body =
    Hello,

    This is the code that confirms your address in { $portal }:

    { $code }

    If you did not ask for it, there is nothing to do: without this code, the address will not be used.

    No one will ever ask you for this code by phone or email.

mail-removed-subject = This address gets no more notices from { $portal }
mail-removed-body =
    Hello,

    This address gets no more notices from { $portal }: it was removed or replaced.

    If it was not you, sign in and check your account:
    { $link }

    If it was you, there is nothing to do.

sms-removed = { $portal } - This address gets no more notices. If it was not you, sign in. { $link }
sms-changed = { $portal } - There is something new in your file. To read it, sign in as usual. { $link }
sms-news = { $portal } - There is some news. Sign in to read it or to change your notices. { $link }
sms-code = { $portal } - Your code is { $code }. Do not give it to anyone.
push-changed = There is something new in your file. Sign in to read it.
push-news = There is some news. Sign in to read it.

## The reminder of something that is due soon.
notice-task-reminder = Reminder: { $title }

## The last sentence of a message about a request.
notice-draft-subject = A draft will be deleted on { $when }
notice-draft-what = One of your drafts has not been sent. If it does not change, it will be deleted on { $when }.
notice-draft-keep = Open it to go on with it or to keep it longer. If you no longer need it, there is nothing to do.
notice-request = Your request has the number { $reference }. Open it to see all its steps.

## News of a sensitive service: the message does not say what.
notice-discreet = There is news
notice-discreet-open = Open request { $reference } to read it. We may ask you to confirm that it is you.

## The end of news, by the link of an email.
unsubscribe-title = Stop receiving news
unsubscribe-lead = You will get no more news by email, by text message or in your browser. Notices about your requests go on.
unsubscribe-press = Stop receiving it
unsubscribe-done = Done
unsubscribe-done-lead = You will get no more news. You can ask for it again whenever you like, under the notices of your account.
unsubscribe-home = Go to the home page
