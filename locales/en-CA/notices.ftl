## The inbox, and the emails, which say nothing of the content.

message-unread = Unread
messages-none = No messages for now. When a service writes to you, it will be here.
message-open-request = See the request

## The emails. Only the variables portal and link go in: nothing of the file leaves the portal.
mail-changed-subject = There is something new in your { $portal } file
mail-changed-body =
    Hello,

    There is something new in your { $portal } file. To protect your information, this email says no more.

    Sign in to see what it is:
    { $link }

    If you would rather not follow a link, open the portal as usual: the message is waiting for you there.

    No one will ever ask for your password by email. There is no need to reply to this message.

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
