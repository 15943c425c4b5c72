## What to mend in an answer. `label` is the question as the page asks it.

error-required = Answer “{ $label }”.
error-choose = Choose an answer to “{ $label }”.
error-choose-some = Tick at least one answer to “{ $label }”.
error-declaration = To go on, tick the box “{ $label }”
error-option = Choose one of the answers offered for “{ $label }”.

error-too-long =
    { $over ->
        [one] “{ $label }”: your answer is one character too long. The limit is { $max }.
       *[other] “{ $label }”: your answer is { $over } characters too long. The limit is { $max }.
    }
error-too-short =
    { $min ->
        [one] “{ $label }”: write at least one character.
       *[other] “{ $label }”: write at least { $min } characters.
    }
error-too-many =
    { $max ->
        [one] “{ $label }”: tick one answer only.
       *[other] “{ $label }”: tick at most { $max } answers.
    }
error-too-few =
    { $min ->
        [one] “{ $label }”: tick at least one answer.
       *[other] “{ $label }”: tick at least { $min } answers.
    }

error-date = “{ $label }”: enter the day, the month and the year.
error-date-incomplete =
    { $part ->
        [day] “{ $label }”: add the day.
        [month] “{ $label }”: add the month.
       *[year] “{ $label }”: add the year.
    }
error-date-year = “{ $label }”: write all four digits of the year, such as 1984.
error-date-real = “{ $label }”: this date is not in the calendar. Write it in digits, such as 27 3 1984.
error-date-future = “{ $label }”: the date must be today or earlier.
error-date-late = “{ $label }”: the date must be { $date } or earlier.
error-date-past = “{ $label }”: the date must be today or later.
error-date-early = “{ $label }”: the date must be { $date } or later.

error-number = “{ $label }”: write a whole number, in digits.
error-number-small = “{ $label }”: write { $min } or more.
error-number-large = “{ $label }”: write { $max } or less.

error-email = “{ $label }”: write the whole address, such as name@example.ca.
error-phone = “{ $label }”: write all ten digits of the number, such as 514 555-0123.
error-postal-code = “{ $label }”: write the whole postal code, such as H2X 1Y4.
error-health-insurance-number = “{ $label }”: write the four letters and eight digits of the card, such as TREA 8453 2712.
error-address-incomplete =
    { $part ->
        [street] “{ $label }”: add the number and street.
        [city] “{ $label }”: add the city.
       *[postal_code] “{ $label }”: add the postal code.
    }

error-entries-few =
    { $min ->
        [one] “{ $label }”: add at least one.
       *[other] “{ $label }”: add at least { $min }.
    }
error-entries-many = “{ $label }”: { $max } at most. Remove one before you add another.
error-entry = “{ $entry }”: an answer is missing, or needs another look.
error-in-entry = { $entry } – { $message }
