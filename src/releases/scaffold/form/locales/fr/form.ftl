## Les questions.
you-title = Vous
given-name-label = Prénom
family-name-label = Nom de famille
email-label = Courriel
email-hint = Par exemple, nom@exemple.ca

request-title = Votre demande
subject-label = De quoi s’agit-il?
subject-information = Je veux un renseignement
subject-other = Autre chose
details-label = Dites-nous en plus

truth-declaration = Ce que j’ai écrit est vrai, autant que je sache.

## Ce que la personne lit à chaque étape de sa demande.
status-received = Nous avons votre demande.
status-review = Quelqu’un étudie votre demande.
status-done = Votre demande est traitée.
