## The files that a person adds to a request.

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
