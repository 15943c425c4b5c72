## What the element of a form says outside the portal.

export-optional = optional
export-sent = Your request is sent.
export-failed = Sending did not work. Your answers are still here: try again in a few minutes.
