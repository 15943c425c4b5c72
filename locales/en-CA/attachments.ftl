## The files that a person adds to a request.

files-choose = Choose a file on this device
files-choose-more = Choose another file
files-limits =
    { $max ->
        [one] { $kinds }. One file only, of at most { $mib } MB.
       *[other] { $kinds }. At most { $max } files, of { $mib } MB each.
    }
files-kinds = { $first } or { $last }
files-add = Add
files-added = Files added
files-full = You have added as many files as the service takes. Remove one to add another.
files-remove = Remove
files-refresh = Refresh the list
files-sending = Sending “%”
files-retry = Try again
files-broken = Sending “%” broke off. Your other files are kept.
files-was-added = “%” is added.

file-state-checking = Being checked for viruses. You can go on.
file-state-safe = Checked: no virus found.
file-state-unchecked = Added without a check: this demonstration has no virus scanner.
file-state-refused = Refused: the scanner found a virus in it, and the file is destroyed. Have your device checked, then add another copy.
file-size-mb = { $size } MB
file-size-kb = { $size } kB

check-files-checking = Your files are still being checked for viruses. You can send: the service gets your request as soon as that is done.
check-files-refused = One file was refused by the virus scanner: it will not go with your request.
request-files = Your files
request-files-checking = Your files are being checked for viruses. We then hand your request to the service.

error-file = “{ $label }”: add at least one file.
error-file-empty = “{ $name }” is empty. Choose another file.
error-file-large = “{ $name }” is too large: the limit is { $mib } MB. For a photo, choose a smaller size.
error-file-kind = “{ $name }” is not of an accepted type. Choose a file that is { $kinds }.
error-file-name = “{ $name }” is not what its name says. Save it again, as a PDF for instance, then add it.
error-file-protected = “{ $name }” asks for a password: the service could not open it. Save a copy without a password, then add that.
error-file-damaged = “{ $name }” is incomplete or damaged. Open it to check, save it again, then add it.
error-file-mixed = “{ $name }” holds something other than a document or a picture. Save it again, as a PDF for instance, then add it.
error-file-pixels = The picture “{ $name }” is too large to be opened. Make it smaller, then add it.
error-file-many =
    { $max ->
        [one] “{ $name }” was not added: the service takes one file only. Remove the other one first.
       *[other] “{ $name }” was not added: the service takes { $max } files. Remove one first.
    }
error-file-quota = “{ $name }” was not added: you have reached today’s limit. Your other files are kept. Go on tomorrow.

step-attachment-refused = One of your files was refused by the virus scanner.
step-attachment-not-delivered = One of your files could not be handed to the service.
notice-attachment-refused = The scanner found a virus in “{ $name }”. The file is destroyed; your request goes on without it. Have your device checked. If the service needs this document, give it another copy, with the number of your request.
notice-attachment-not-delivered = The service has your request, but did not take “{ $name }”. The file is kept here. Contact the service with the number of your request to learn how to hand it over.
