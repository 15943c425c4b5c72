## Ce que la personne lit à chaque étape de son projet.
status-received = L’équipe des projets parentaux a reçu votre projet.
status-received-detail = Une personne va le lire.
status-review = Votre projet est à l’étude.
status-review-detail = Comptez environ { $days } jours pour la suite.
status-need-info = Il manque un renseignement pour continuer.
status-need-info-detail = L’équipe vous le demande de la façon que vous avez choisie.
status-done = Votre projet est inscrit.
status-done-detail = Vous pouvez prendre rendez-vous avec votre notaire pour signer la convention.

next-1 = L’équipe lit votre projet et vérifie qu’il ne manque rien.
next-2 = La personne qui portera l’enfant reçoit, si vous l’avez nommée, une invitation à confirmer.
next-3 = Vous recevez la liste des personnes reconnues pour les rencontres d’information, d’ici dix jours.
