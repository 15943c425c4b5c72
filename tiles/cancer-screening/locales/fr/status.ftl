## Ce que la personne lit à chaque étape de sa demande.
status-received = Le programme de dépistage a reçu votre demande.
status-review = Votre demande est en préparation.
status-review-detail = Comptez environ { $days } jours pour la trousse ou le rendez-vous.
status-need-info = Il manque un renseignement pour continuer.
status-need-info-detail = Le programme vous appelle au numéro que vous avez donné.
status-done = Votre examen est organisé.
status-done-detail = La trousse est postée, ou la date de votre rendez-vous vous a été donnée.

next-1 = Le programme vérifie que c’est le bon moment pour votre examen.
next-2 = Pour un test à faire à la maison, la trousse arrive par la poste d’ici deux semaines.
next-3 = Pour un rendez-vous, on vous appelle d’ici deux semaines.
