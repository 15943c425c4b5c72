## The independent witness's part.

part-witness = Your independent witness
part-witness-detail = A person aged 18 or over who understands what you ask for. They do not inherit from you, gain nothing from your death and do not give you care themselves. Without a witness, write to the team: they will help you find one.
part-witness-guest = This person is preparing a request for medical assistance in dying and thinks of you as an independent witness. The witness is there when they sign their request, and signs too. Take your time. You can decline: just tell them. To talk about it, Info-Social listens at 811, option 2, day or night.

witness-title = You, as a witness
witness-given-name-label = First name
witness-family-name-label = Last name
witness-phone-label = Telephone
witness-phone-hint = For example, 514 555-0123. The team calls you to set the meeting.
witness-phone-error-required = Enter a number where the team can reach you.
witness-link-label = How do you know this person?
witness-link-friend = They are a friend
witness-link-neighbour = They are a neighbour or an acquaintance
witness-link-relative = They are family
witness-link-relative-hint = A family member who inherits cannot be a witness.
witness-link-volunteer = I volunteer with them
witness-link-other = Another way
witness-understands-label = I am 18 or older and understand what this person is asking for.
witness-understands-error-declaration = A witness must be 18 or older and understand the request. If you have questions, talk to the care team before sending.
witness-independent-label = As far as I know, I do not inherit from this person and gain nothing from their death.
witness-independent-error-declaration = Someone who inherits or gains from the death cannot be a witness. If that is so, tell the person who invited you.
witness-no-care-label = I do not run the place where they live or are cared for, and I do not give them care myself.
witness-no-care-error-declaration = If you run that place or give this person care, talk to the care team before sending: they will tell you whether you can be a witness.
witness-times-label = When could you be there?
witness-times-hint = For example: on weekdays, after 4 p.m.

witness-declaration = What I wrote is true, as far as I know. I agree that the end-of-life care team may reach me about the signing.

message-witness = The team has your witness’s part
message-witness-detail = Your witness has filled in their part. The team will be in touch with both of you to set the meeting.
