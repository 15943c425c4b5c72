## Ce que dit l’élément d’un formulaire hors du portail.

export-optional = facultatif
export-sent = Votre demande est envoyée.
export-failed = L’envoi n’a pas réussi. Vos réponses sont encore ici : réessayez dans quelques minutes.
