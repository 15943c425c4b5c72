## L’aide : ce qu’on y cherche, où en est une démarche, et qui appeler.

help-search = Chercher dans l’aide
help-search-button = Lancer la recherche
help-search-title = Recherche dans l’aide
help-found =
    { $count ->
        [0] Aucune page trouvée
        [one] Une page trouvée
       *[other] { $count } pages trouvées
    }
help-found-partly = Aucune page ne contient tous ces mots. Voici celles qui en contiennent le plus.
help-found-none = Essayez un seul mot, ou le début d’un mot. Les accents et les majuscules ne comptent pas. Vous pouvez aussi parcourir l’aide, ou nous joindre.
help-services = L’aide de chaque service
help-standing = Où en est ma démarche?
help-standing-none = Aucune démarche en cours.
help-standing-visitor = Connectez-vous, puis ouvrez « Mes démarches » : un mot dit où en est chacune, qui agit ensuite et d’ici quand. Un message vous y attend à chaque changement.
help-standing-sign-in = Voir mes démarches
help-next-draft = Vous pouvez la continuer et l’envoyer.
help-next-submitted = Nous la remettons au service, qui doit en accuser réception. Vous n’avez rien à faire.
help-next-received = Le service l’a bien et va s’en occuper. Vous n’avez rien à faire.
help-next-in-progress = Le service s’en occupe. Vous n’avez rien à faire.
help-next-action-needed = C’est à vous : le service attend quelque chose de votre part.
help-next-answered = Vous avez fait votre part. Le service doit maintenant en tenir compte.
help-next-under-way = Le service l’a fait avancer. Ouvrez-la pour en savoir plus.
help-next-closed = C’est terminé. Vous n’avez plus rien à faire.
help-next-withdrawn = Elle est retirée. Vous n’avez plus rien à faire.
help-next-usual = Cette étape se termine d’habitude d’ici le { $when }.

contact-lead = Dites-nous ce qui ne va pas. Une personne vous écoutera.
contact-call = Par téléphone
contact-open = Les lignes sont ouvertes jusqu’à { $time }.
contact-closed = Les lignes sont fermées en ce moment.
contact-opens-today = Elles ouvrent aujourd’hui à { $time }.
contact-opens = Elles ouvrent le { $date } à { $time }.
contact-hours = Heures d’ouverture
contact-zone = Heure du Québec.
contact-span = de { $from } à { $to }
contact-no-hours = fermé
contact-today = aujourd’hui
contact-holidays = Prochains jours de fermeture
contact-no-telephone = L’organisme qui exploite ce portail n’a pas publié de numéro de téléphone ici.
weekday-monday = Lundi
weekday-tuesday = Mardi
weekday-wednesday = Mercredi
weekday-thursday = Jeudi
weekday-friday = Vendredi
weekday-saturday = Samedi
weekday-sunday = Dimanche
