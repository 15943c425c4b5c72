## The questions to ask for a screening test.
you-title = You
you-lead = What your identity service tells us about you is already filled in.
given-name-label = Given name
family-name-label = Family name
birth-date-label = Date of birth
birth-date-hint = For example, 27 3 1964
health-insurance-number-label = Health insurance number
health-insurance-number-hint = Four letters and eight digits, on your health insurance card
health-insurance-number-help =
    It is printed large on the card, for example TREA 6453 2712. With or without spaces, in capitals or not.
    Is your card expired or lost? The number stays the same. The Régie de l’assurance maladie gives it to you again at 1 800 561-9749.
health-insurance-number-error-required = Write your health insurance number: it is used to find your last test.
phone-label = Telephone
phone-hint = To offer you an appointment. For example, 514 555-0123
phone-error-required = Write your telephone number.

screening-title = The test
screening-label = Which test would you like?
screening-breast = A mammogram
screening-breast-hint = Breast cancer screening, ages 50 to 74
screening-colorectal = The home test
screening-colorectal-hint = Colorectal cancer screening, ages 50 to 74
screening-cervical = The HPV test
screening-cervical-hint = Cervical cancer screening, ages 25 to 65
screening-help = You are not of the age shown, but someone in your family has had cancer? Talk to a doctor: there are other tests, at other ages.
letter-label = Did you get an invitation letter?
letter-hint = You can ask for the test without a letter.
symptoms-label = Do you have a symptom that worries you?
symptoms-hint = A lump, blood in the stool, unusual bleeding, a pain that lasts

see-someone-title = A symptom does not wait
see-someone-now-label = Talk to someone now
see-someone-now-hint =
    Screening is for people without symptoms. With a symptom, see a doctor without waiting for the test.
    Call your clinic, or Info-Santé at 811, day and night. It is often nothing serious.
seen-label = Have you seen someone about it?
seen-seen = Yes
seen-booked = I have an appointment
seen-not-yet = Not yet
seen-not-yet-hint = A nurse will call you within two working days.

kit-title = Your kit
kit-lead = It comes by mail, with all you need and an envelope to send it back.
kit-address-label = Where should we send it?
kit-address-error-required = Write the address where the kit should go.
kit-language-label = In which language do you want the instructions?
kit-language-french = In French
kit-language-english = In English

appointment-title = Your appointment
near-label = Postal code near which you want the test
near-hint = At home or near your work. For example, G1R 4S9
moments-label = Which times suit you?
moments-morning = Mornings
moments-afternoon = Afternoons
moments-evening = Evenings
moments-weekend = Weekends
implants-label = Do you have breast implants?
implants-hint = The test is possible. It takes a little longer.
sampling-label = How do you prefer the sample to be taken?
sampling-professional = By a professional
sampling-self = By myself, where it is offered
sampling-unsure = I want to talk about it first
last-exam-label = Date of your last test of this kind
last-exam-hint = If you have had one before. An approximate date will do.

ease-title = So that all goes well
ease-lead = Nothing is required here. Tell us what would help you.
ease-label = What would help you
ease-hint = Tick everything that fits, or nothing.
ease-interpreter = An interpreter
ease-mobility = A place that is accessible by wheelchair
ease-companion = Having someone with me
ease-anxiety = Taking more time: this test worries me
ease-language-label = If you want an interpreter, in which language?
ease-note-label = Anything else we should know?

truth-declaration = What I have written is true, as far as I know. I agree that the program looks up the date and result of my past screening tests.
