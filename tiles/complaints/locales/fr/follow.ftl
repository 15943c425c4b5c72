## Ce que le bureau des plaintes demande, écrit et remet en cours de route.

task-more-information = Précisez votre arrivée et votre attente
task-more-information-detail = La commissaire a besoin de ces précisions pour en parler avec l’équipe sur place. Quelques phrases suffisent.
task-visit-record = Ajoutez le relevé de votre visite
task-visit-record-detail = L’hôpital vous l’a remis à votre départ : une photo bien lisible suffit. Cachez ce qui ne concerne pas votre plainte.
task-rights = Lisez vos droits et vos recours
task-rights-detail = Deux pages à lire quand vous aurez un moment : ce que le bureau des plaintes fait, et vers qui vous tourner ensuite.

more-title = Vos précisions
arrival-label = Comment s’est faite votre arrivée?
arrival-ambulance = En ambulance
arrival-own = Par mes propres moyens
arrival-unsure = Je ne sais plus
triage-seen-label = Aviez-vous vu l’infirmière ou l’infirmier du triage?
triage-seen-hint = La personne qui évalue l’urgence à l’arrivée.
details-label = Que s’est-il passé pendant l’attente?
details-hint = Ce qu’on vous a dit, ce que vous avez demandé, ce qui a changé pour vous.
details-error-required = Dites en quelques mots ce qui s’est passé pendant l’attente.

message-commissioner = Qui étudie votre plainte
message-commissioner-detail =
    { $name }, commissaire adjointe aux plaintes, a lu votre plainte et s’en occupe.
    Elle parle maintenant avec l’équipe sur place. Vous pouvez lui écrire ici à tout moment.
message-read = Votre message a été lu
message-read-detail =
    Merci de votre message : il est versé à votre dossier de plainte.
    La commissaire en tiendra compte dans ses conclusions.

document-rights = Vos droits et vos recours
document-findings = Conclusions de l’étude de votre plainte

reason-decided = Les conclusions étaient déjà signées. Vous les trouvez parmi vos documents.
