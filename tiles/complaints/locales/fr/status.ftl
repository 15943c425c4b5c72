## Ce que la personne lit à chaque étape de sa plainte.

status-received = Le bureau des plaintes a reçu votre plainte.
status-received-detail = Une personne va la lire.
status-triage = Votre plainte est entre les mains d’une ou d’un commissaire.
status-triage-detail = Comptez environ { $days } jours pour la suite.
status-need-info = Il nous manque un renseignement pour continuer.
status-need-info-detail = Le bureau des plaintes vous le demande ici ou de la façon que vous avez choisie.
status-resumed = La commissaire reprend l’étude de votre plainte.
status-resumed-detail = Merci de vos précisions. Elle prépare maintenant ses conclusions.
status-done = L’étude de votre plainte est terminée.
status-done-detail = Vous recevez les conclusions écrites ici ou de la façon que vous avez choisie.

## Après l’envoi.

next-1 = Vous recevez un accusé de réception dans les cinq jours.
next-2 = Une ou un commissaire étudie votre plainte et peut vous appeler pour mieux comprendre.
next-3 = Vous recevez des conclusions écrites au plus tard 45 jours après la réception.
