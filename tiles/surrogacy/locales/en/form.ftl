## The questions to register a surrogacy project.
people-section = You and your project
household-section = Your household
carrier-section = The person who will carry the child
steps-section = The steps before the pregnancy
support-section = Being supported

you-title = You
you-lead = What your identity service tells us about you is already filled in.
given-name-label = Given name
family-name-label = Family name
birth-date-label = Date of birth
birth-date-hint = For example, 27 3 1984
phone-label = Telephone
phone-hint = For example, 514 555-0123
phone-error-required = Write your telephone number.
home-label = Your address
home-error-required = Write your address.

project-title = Your project
project-lead = Three questions, so that we only show you what concerns you.
parents-label = Who will become a parent?
parents-alone = I will, without another parent
parents-couple = I will, with another person
parents-couple-hint = Your spouse or another person who will be a parent with you
carrier-known-label = Do you know the person who will carry the child?
carrier-known-hint = If not yet, you can still register your project.
gametes-label = Where will the egg and the sperm come from?
gametes-ours = From at least one of the parents
gametes-donor = From donors
gametes-undecided = I do not know yet
gametes-help =
    In most projects, the person who carries the child does not give the egg.
    Your answer helps prepare the child’s right to know their origins. You can make it more precise later.

partner-title = The other parent
partner-lead = The person with whom you share this project.
partner-given-name-label = Their given name
partner-family-name-label = Their family name
partner-birth-date-label = Their date of birth
partner-birth-date-hint = For example, 14 9 1982
partner-birth-date-error-date-late = The other parent must be 18 or older.
partner-consent-label = This person knows that I am giving this information, and agrees.
partner-consent-error-declaration = To register a project for two, confirm that the other person agrees.

children-title = The children of the household
children-lead = Add each child you already have. If there are none, continue.
children-label = Your children
children-hint = The other parent’s too, if there are any.
children-entry = Child { $number }
children-add = Add a child
child-name-label = Their given name
child-name-error-required = Write the child’s given name.
child-birth-date-label = Their date of birth
child-birth-date-hint = For example, 3 11 2019
child-lives-label = Do they live with you?
child-lives-always = Yes, all the time
child-lives-sometimes = Yes, part of the time
child-lives-elsewhere = No, elsewhere

home-life-title = Life at home
adults-label = How many adults live in your home, including you?
home-note-label = Is there anything else to know about your household?
home-note-hint = For example: a planned move, a relative you care for

carrier-title = The person who will carry the child
carrier-lead = They will get their own invitation to confirm. Nothing moves forward without their consent.
carrier-given-name-label = Their given name
carrier-family-name-label = Their family name
carrier-birth-date-label = Their date of birth
carrier-birth-date-hint = They must be 21 or older. For example, 8 2 1990
carrier-birth-date-error-date-late = The person who will carry the child must be 21 or older.
carrier-link-label = How do you know them?
carrier-link-family = They are family
carrier-link-friend = They are a friend or an acquaintance
carrier-link-met = We met for this project
carrier-place-label = Where do they live?
carrier-place-quebec = In Québec
carrier-place-canada = Elsewhere in Canada
carrier-place-abroad = Outside Canada
carrier-aware-label = This person knows that they can end the project or the pregnancy at any time, and that they alone decide on what touches their body.
carrier-aware-error-declaration = Confirm that this person knows their rights. If you are not sure, talk about it together first.

carrier-abroad-title = A project outside Québec
abroad-rules-label = An authorization is needed
abroad-rules-hint =
    When the person who will carry the child lives outside Québec, the project must be authorized before the pregnancy.
    Your notary will tell you which states Québec recognizes and which documents to prepare.
authorization-label = Have you already asked for this authorization?
abroad-place-label = In which province or country does this person live?

meetings-title = The information meetings
meetings-lead = Everyone must attend one before the agreement is signed. Add those that have taken place.
meetings-label = Meetings attended
meetings-hint = None so far? Continue: we will tell you how to find one.
meetings-entry = Meeting { $number }
meetings-add = Add a meeting
meeting-who-label = Who was there?
meeting-who-me = I was
meeting-who-partner = The other parent
meeting-who-carrier = The person who will carry the child
meeting-date-label = On which day?
meeting-date-hint = For example, 12 5 2026
meeting-with-label = With which professional?
meeting-with-hint = The name of the social worker, psychologist or recognized person
meeting-carrier-alone-label = Was the person who will carry the child met alone?
meeting-carrier-alone-hint = It is their right, so that they can speak freely.

notary-title = The notary
notary-lead = The agreement is signed before a notary, before the pregnancy.
notary-chosen-label = Have you chosen your notary?
notary-name-label = Their name
signing-date-label = Planned date to sign the agreement
signing-date-hint = An approximate date will do.

medical-title = The medical part
pregnancy-rule-label = Before the pregnancy
pregnancy-rule-hint = The agreement must be signed before conception. Otherwise, the child’s filiation can take longer to establish.
conception-label = How far has the medical part come?
conception-not-started = It has not begun
conception-planned = A first appointment is made
conception-under-way = A treatment is under way, or a pregnancy has begun
conception-under-way-hint = We will call you soon to guide you.
clinic-label = Assisted procreation clinic
clinic-hint = If you have chosen one

support-title = What do you need?
needs-label = What would help you
needs-hint = Tick everything that fits, or nothing.
needs-information = Information about the steps
needs-listening = Someone to talk to
needs-legal = Understanding the agreement and filiation
needs-medical = Finding a clinic
reach-label = How do you prefer to be reached?
reach-email = By email
reach-phone = By telephone
email-label = Email
email-hint = We only send an invitation to sign in to it.
email-error-required = Write your email address.
message-label = A word for the team

truth-declaration = What I have written is true, as far as I know. I understand that registering my project is not an agreement and does not replace the information meeting.
