## Answers in words, and the parts of an answer.

answer-yes = Yes
answer-no = No
answer-accepted = Accepted
answer-phone-extension = { $number }, ext. { $extension }
answer-address-unit = { $street }, unit { $unit }

address-street = Number and street
address-unit = Unit (optional)
address-city = City
address-postal-code = Postal code
