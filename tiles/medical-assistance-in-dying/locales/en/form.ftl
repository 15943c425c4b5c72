## The questions to prepare a request for medical assistance in dying.
person-section = You
wish-section = What you are living through, and wish for
care-section = Your care
signing-section = The meeting and the signature
freedom-section = Your freedom

you-title = You
you-lead = What your identity service tells us about you is already filled in.
given-name-label = First name
family-name-label = Last name
birth-date-label = Date of birth
birth-date-hint = For example, 27 3 1958
health-insurance-number-label = Health insurance number
health-insurance-number-hint = Four letters and eight digits, on your card. You must be covered by Québec health insurance.
health-insurance-number-error-required = Enter your health insurance number.

contact-title = Reaching you discreetly
contact-lead = Choose what suits you. We tell no one else why we are calling.
reach-label = How would you like the team to reach you?
reach-portal = By a message here
reach-phone = By telephone
reach-visit = By a visit, after a call
phone-label = Telephone
phone-hint = For example, 514 555-0123. The team uses it only if it must.
phone-error-required = Enter a number where the team can reach you.
voice-mail-label = May we leave a message in your voice mail?
voice-mail-hint = It would only say to call the care team back.
language-help-label = Do you need an interpreter, or help to communicate?
language-help-hint = A language, sign language, a board: say what helps you. It is free.

wish-title = What you wish for
wish-lead = There is no wrong answer, and you can change it.
kind-label = What would you like to prepare?
kind-now = A request for now
kind-now-hint = Your illness or condition makes you suffer today.
kind-advance = A request made in advance
kind-advance-hint = An illness will take away your ability to consent, and you want to decide ahead.
kind-talk = A conversation, to understand
kind-talk-hint = Nothing is asked for: the team meets you and answers your questions.
already-talked-label = Have you talked about it with a health professional?

advance-title = A request made in advance
advance-rules-label = How it is made
advance-rules-hint =
    You prepare it with a competent professional, while you are able to consent.
    It describes the suffering that you would find unbearable. It is made by notarial act or before two witnesses, then entered in a register.
diagnosis-label = Which illness was diagnosed?
diagnosis-error-required = Enter the name of the illness, as it was told to you.
trusted-person-label = Do you intend to name a trusted person?
trusted-person-hint = They will tell the team when they believe that the moment has come. You can name two.

health-title = What you are living through
health-lead = In your own words. A few sentences are enough: the team will listen to you in person.
illness-label = What are you suffering from?
illness-hint = The illness or impairment, and what it changes in your life.
illness-error-required = Say in a few words what you are suffering from.
suffering-label = What is unbearable for you?
suffering-hint = In your body or in your mind.
suffering-error-required = Say in a few words what is unbearable for you.
hardest-label = What weighs most
hardest-hint = Tick all that apply, or none.
hardest-pain = Pain
hardest-breathing = Difficulty breathing
hardest-fatigue = Exhaustion
hardest-dependence = Loss of autonomy
hardest-distress = Distress
hardest-other = Something else

team-title = The people who care for you
professional-known-label = Is there someone you would like to do this with?
professional-name-label = Their name and profession
professional-name-hint = Doctor, nurse practitioner, nurse, social worker
care-place-label = Where are you cared for?
care-place-hint = The hospital, CLSC, palliative care home or clinic

comfort-title = Other care
palliative-label = Palliative care
palliative-hint = It relieves pain and supports you and those close to you. Having it takes nothing away from your request.
palliative-care-label = Are you receiving palliative care?
palliative-care-receiving = Yes
palliative-care-wanted = No, but I would like to
palliative-care-declined = No, and I do not wish to
palliative-care-unsure = I would like to talk about it
support-label = What would help you, or those close to you
support-hint = Tick all that apply, or none.
support-listening = Talking to someone
support-spiritual = Spiritual support
support-relatives = Support for those close to me
support-children = Help in talking about it with children

signing-title = The signature
signing-rules-label = How the request is signed
signing-rules-hint =
    The request is made in writing. You sign and date it before a health professional, who signs it too. An independent witness is present.
    Nothing is signed here. You will be given the form so that you can read it beforehand.
can-sign-label = Will you be able to sign yourself?
can-sign-myself = Yes
can-sign-someone = No, someone will sign for me, in my presence
can-sign-unsure = I do not know yet
witness-thought-of-label = Have you thought of someone who would be your witness?
witness-thought-of-hint = You can invite them after sending, with a code that you hand to them. If not, the team will help you find someone.

proxy-title = The person who will sign for you
proxy-rules-label = Who it can be
proxy-rules-hint = An adult able to consent, who is not part of your care team. They sign in your presence.
proxy-name-label = Their name
proxy-name-error-required = Enter the name of the person who will sign for you.
proxy-fit-label = This person is 18 or older, is not part of my care team and agrees to sign for me.
proxy-fit-error-declaration = To continue, confirm that this person can sign for you. If not, go back a page and choose another answer.

place-title = The meeting
meeting-place-label = Where would you like to meet the team?
meeting-place-home = At home
meeting-place-hospital = At the hospital
meeting-place-hospice = In a palliative care home
meeting-place-residence = In the residence where I live
meeting-address-label = The address, if it is your home
meeting-times-label = Times that suit you
meeting-times-hint = For example: in the afternoon, when my daughter is there

freedom-title = Your freedom
freedom-lead = Last page. You can read everything again before sending.
rights-label = You decide, from beginning to end
rights-hint =
    No one can rush you. You can withdraw your request or put off the moment whenever you want, with a word or a gesture.
    Your care is the same whether you go further or not.
freely-label = This is my own wish. No one is pressing me.
freely-error-declaration = If someone is pressing you, you can stop here and talk to Info-Social at 811, option 2. Otherwise, tick this box to continue.
may-change-label = I know that I can change my mind at any time.
may-change-error-declaration = Tick this box to continue: you can change your mind at any time.
anything-else-label = Is there anything else to tell the team?
anything-else-hint = A worry, a question, someone to tell or not to tell

truth-declaration = What I wrote is true, as far as I know. I understand that sending this prepares my request and does not replace it: it is signed with my care team.
