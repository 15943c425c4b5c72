## Ce qui est à corriger dans une réponse. `label` est la question, telle que la page la pose.

error-required = Répondez à « { $label } ».
error-choose = Choisissez une réponse à « { $label } ».
error-choose-some = Cochez au moins une réponse à « { $label } ».
error-declaration = Pour continuer, cochez la case « { $label } »
error-option = Choisissez une des réponses proposées à « { $label } ».

error-too-long =
    { $over ->
        [one] « { $label } » : votre réponse a un caractère de trop. La limite est de { $max }.
       *[other] « { $label } » : votre réponse a { $over } caractères de trop. La limite est de { $max }.
    }
error-too-short =
    { $min ->
        [one] « { $label } » : écrivez au moins un caractère.
       *[other] « { $label } » : écrivez au moins { $min } caractères.
    }
error-too-many =
    { $max ->
        [one] « { $label } » : cochez une seule réponse.
       *[other] « { $label } » : cochez au plus { $max } réponses.
    }
error-too-few =
    { $min ->
        [one] « { $label } » : cochez au moins une réponse.
       *[other] « { $label } » : cochez au moins { $min } réponses.
    }

error-date = « { $label } » : entrez le jour, le mois et l’année.
error-date-incomplete =
    { $part ->
        [day] « { $label } » : ajoutez le jour.
        [month] « { $label } » : ajoutez le mois.
       *[year] « { $label } » : ajoutez l’année.
    }
error-date-year = « { $label } » : écrivez l’année avec ses quatre chiffres, comme 1984.
error-date-real = « { $label } » : cette date n’est pas dans le calendrier. Écrivez-la en chiffres, comme 27 3 1984.
error-date-future = « { $label } » : la date doit être aujourd’hui ou avant.
error-date-late = « { $label } » : la date doit être le { $date } ou avant.
error-date-past = « { $label } » : la date doit être aujourd’hui ou après.
error-date-early = « { $label } » : la date doit être le { $date } ou après.

error-number = « { $label } » : écrivez un nombre entier, en chiffres.
error-number-small = « { $label } » : écrivez { $min } ou plus.
error-number-large = « { $label } » : écrivez { $max } ou moins.

error-email = « { $label } » : écrivez l’adresse au complet, comme nom@exemple.ca.
error-phone = « { $label } » : écrivez les dix chiffres du numéro, comme 514 555-0123.
error-postal-code = « { $label } » : écrivez le code postal au complet, comme H2X 1Y4.
error-health-insurance-number = « { $label } » : écrivez les quatre lettres et les huit chiffres de la carte, comme TREA 8453 2712.
error-address-incomplete =
    { $part ->
        [street] « { $label } » : ajoutez le numéro et la rue.
        [city] « { $label } » : ajoutez la ville.
       *[postal_code] « { $label } » : ajoutez le code postal.
    }

error-entries-few =
    { $min ->
        [one] « { $label } » : ajoutez-en au moins une fois.
       *[other] « { $label } » : ajoutez-en au moins { $min }.
    }
error-entries-many = « { $label } » : { $max } au plus. Retirez-en avant d’en ajouter.
error-entry = « { $entry } » : il manque une réponse, ou une réponse est à revoir.
error-in-entry = { $entry } – { $message }
