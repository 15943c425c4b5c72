## What the health record says of the person.
appointments-panel = Your appointments
appointments-empty = No appointment is planned. Those you make will appear here.
appointments-place-fact = Place
appointments-with-fact = With
appointments-status-fact = Status
appointments-blood-test = Blood test
appointments-family-doctor = Meeting with your family doctor
appointments-imaging = Imaging exam
appointments-confirmed = Confirmed
appointments-to-confirm = To be confirmed with the clinic

results-panel = Your results
results-empty = No recent result.
results-status-fact = Status
results-place-fact = Asked for by
results-blood-count = Blood count
results-cholesterol = Lipid panel (cholesterol)
results-ready = Ready: the clinic calls you if there is something to tell you
results-under-way = Being analysed

vaccines-panel = Your vaccines
vaccines-empty = No vaccine is on record. The registry may be incomplete for vaccines received before 2014.
# same
vaccines-dose-fact = Dose
vaccines-place-fact = Place
vaccines-influenza = Influenza
# same
vaccines-covid-19 = COVID-19
vaccines-tetanus = Tetanus and diphtheria
vaccines-dose-of = { $dose } of { $of }

## What the pharmacy says.
prescriptions-panel = Your prescriptions
prescriptions-empty = No prescription under way.
prescriptions-directions-fact = How to take it
prescriptions-renewals-fact = Renewals left
prescriptions-until-fact = Valid until
prescriptions-once-a-day = Once a day
prescriptions-twice-a-day = Twice a day
prescriptions-as-needed = As needed

pharmacy-panel = Your pharmacy
pharmacy-empty = No pharmacy is in your file.
pharmacy-name-fact = Name
pharmacy-phone-fact = Telephone
pharmacy-ready-on-fact = Next renewal ready on
