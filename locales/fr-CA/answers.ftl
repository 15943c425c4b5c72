## Les réponses en mots, et les parties d’une réponse.

answer-yes = Oui
answer-no = Non
answer-accepted = Accepté
answer-phone-extension = { $number }, poste { $extension }
answer-address-unit = { $street }, app. { $unit }

address-street = Numéro et rue
address-unit = Appartement (facultatif)
address-city = Ville
address-postal-code = Code postal
