## The questions of complaint follow-up.

you-title = About you
you-lead = Tell us who you are and how to reach you. We have filled in what we already know: correct it if you need to.

given-name-label = First name
given-name-error-required = Enter your first name.
family-name-label = Last name
family-name-error-required = Enter your last name.
birth-date-label = Date of birth
birth-date-hint = For example, 27 3 1984 for March 27, 1984
health-insurance-number-label = Health insurance number
health-insurance-number-hint = Four letters and eight digits, on your health insurance card. It helps us find your file faster.

for-whom-label = Who received the care or services?
for-whom-me = I did
for-whom-child = My child, who is under 14
for-whom-relative = Someone I speak for
for-whom-relative-hint = A parent, a partner, a friend, someone whose mandatary you are
for-whom-deceased = Someone who has died
for-whom-deceased-hint = You are an heir or the person’s legal representative

reach-label = How would you like us to answer you?
reach-email = By email
reach-phone = By phone
reach-mail = By post

event-title = What happened
event-lead = Tell us the facts in your own words. There is no wrong way to say it.

person-name-label = Name of the person who received the care
person-name-error-required = Enter the name of the person who received the care.
person-consent-label = This person agrees that I make this complaint for them, or I represent them by law.
person-consent-error-declaration = To complain for someone else, confirm that they agree or that you represent them.

place-label = Where did it happen?
place-hint = The hospital, CLSC, clinic, residence or service. For example: emergency room, Example Hospital
place-postal-code-label = Postal code of that place
place-postal-code-hint = If you know it. For example, H2X 1Y4
event-date-label = When did it happen?
event-date-hint = The first day, if it went on for some time. A rough date is fine.

subjects-label = What would you like to tell us about?
subjects-hint = Tick all that apply.
subjects-care = The care and services received
subjects-care-hint = A treatment, a follow-up, a medication
subjects-access = Getting care, and waiting
subjects-access-hint = A delay, a refusal, an appointment you could not get
subjects-relations = How people spoke or listened to me
subjects-organization = How the place is run
subjects-organization-hint = Transport, meals, cleanliness, parking
subjects-rights = My rights
subjects-rights-hint = Privacy, consent, access to my file, language
subjects-environment = Whether the place is safe
subjects-money = Money I was asked for
subjects-other = Something else

story-label = What happened?
story-hint = Who was there, what was said or done, and what it changed for you.
story-error-too-short = Tell us a little more: a sentence or two is enough for us to understand.
wait-hours-label = If you waited, for how many hours?
wait-hours-hint = A whole number. Leave it empty if waiting is not the problem.

documents-title = Your documents
documents-lead = A letter, a statement, a photo: add what helps to understand. You do not have to.

attached-files-label = Documents to add
attached-files-hint = Hide what has nothing to do with your complaint. Keep the originals.

answer-title = The answer you hope for
answer-lead = Last page. You can read everything again before you send it.

support-label = Help for you
support-hint =
    The complaints assistance and support centre of your region can help you at every step. It is free and confidential.
    Making a complaint does not affect your care: the law forbids reprisals.

spoken-label = Have you already talked about it with someone there?
spoken-hint = You do not have to. It saves you from telling us twice.
hoped-label = What would make things better?
hoped-hint = An explanation, an apology, a change, something else.
email-label = Email
email-error-required = Enter your email address.
email-hint = We only send an invitation to sign in, never anything about your complaint.
phone-label = Phone
phone-error-required = Enter your phone number.
phone-hint = For example, 514 555-0123. Add the extension, if there is one.
home-label = Mailing address
home-error-required = Enter your mailing address.

truth-declaration = What I have written is true, as far as I know. I agree that the complaints commissioner may read my answers and consult the documents needed to look into my complaint.
