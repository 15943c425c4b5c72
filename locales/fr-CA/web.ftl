## Le cadre de chaque page, les erreurs, les mots que plusieurs pages partagent.

language-other = English
skip-to-main = Aller au contenu
demo-banner = Démonstration, et non un site du gouvernement : n’y écrivez aucun vrai renseignement.
demo-label = Démonstration
sign-in = Se connecter
sign-out = Se déconnecter

nav-label = Mon dossier
nav-home = Accueil
nav-requests = Mes démarches
nav-messages = Messages
nav-account = Mon compte
nav-admin = Administration
nav-unread =
    { $count ->
        [one] non lu
       *[other] non lus
    }

footer-label = Aide et renseignements
footer-help = Aide
footer-contact = Nous joindre
footer-privacy = Confidentialité
footer-accessibility = Accessibilité
footer-demo = { $portal } est une démonstration. Les personnes, les services et les réponses y sont inventés.
footer-purpose = { $portal } réunit des services de santé et des services sociaux en ligne.

go-home = Aller à l’accueil
try-again = Réessayer

session-warning-title = Êtes-vous encore là?
session-warning = Votre session se termine à { $time }. Ce que vous avez enregistré est conservé.
session-warning-last = Votre session se termine à { $time } et ne peut pas durer plus longtemps. Enregistrez ce que vous avez commencé, puis connectez-vous de nouveau.
session-end-at = Sans activité de votre part, votre session se termine à { $time }.
session-end-last = Votre session se termine à { $time } et ne peut pas durer plus longtemps. Enregistrez ce que vous avez commencé, puis connectez-vous de nouveau.
session-stay-failed = Le portail ne répond pas. Vérifiez votre connexion à Internet, puis réessayez.
session-over = Votre session est terminée. Ce que vous avez tapé est toujours là : continuez, et vous pourrez vous connecter de nouveau sans rien perdre.
session-understood = J’ai compris
new-tab = (nouvel onglet)
session-stay = Rester dans mon dossier

## Ce qui précède une erreur, dans le titre de la page et près d’un champ.
title-error = Erreur :
error-summary-title = Il y a quelque chose à corriger

## Les pages d’erreur : ce qui s’est passé, et quoi faire.
problem-title-bad-request = Nous n’avons pas compris cette demande
problem-text-bad-request = L’adresse ou le formulaire est incomplet. Revenez à la page précédente et réessayez.
problem-title-session-ended = Votre session est terminée
problem-text-session-ended = Pour protéger votre dossier, nous fermons la session après un moment sans activité. Connectez-vous pour continuer.
problem-title-step-up = Cette page demande une connexion plus sûre
problem-text-step-up = Connectez-vous de nouveau pour confirmer que c’est bien vous.
problem-title-session-stolen = Nous avons fermé votre session
problem-text-session-stolen = Une copie de votre session a été utilisée ailleurs. Pour protéger votre dossier, nous l’avons fermée partout. Ce que vous aviez enregistré est conservé : reconnectez-vous pour continuer.
problem-title-forbidden = Vous n’avez pas accès à cette page
problem-text-forbidden = Elle est réservée à d’autres personnes. Si vous pensez que c’est une erreur, écrivez-nous.
problem-title-form-expired = Ce formulaire a expiré
problem-text-form-expired = Il est resté ouvert trop longtemps, ou la session a changé. Revenez à la page précédente, rechargez-la, puis envoyez-la de nouveau.
problem-title-not-found = Cette page n’existe pas
problem-text-not-found = L’adresse contient peut-être une faute, ou la page a été retirée. Rien n’est perdu dans votre dossier.
problem-title-not-allowed = Cette page ne s’ouvre pas ainsi
problem-text-not-allowed = Repartez de l’accueil, ou du formulaire que vous étiez en train de remplir.
problem-title-late = Votre envoi a mis trop de temps à nous parvenir
problem-text-late = La connexion est peut-être faible. Revenez à la page précédente, puis réessayez.
problem-title-conflict = Cette démarche a changé entre-temps
problem-text-conflict = Elle a été modifiée dans une autre fenêtre ou sur un autre appareil. Rechargez la page pour voir où elle en est.
problem-title-too-large = C’est plus que ce que nous pouvons recevoir
problem-text-too-large = Revenez à la page précédente et raccourcissez le texte.
problem-title-address-too-long = Cette adresse est trop longue
problem-text-address-too-long = Repartez de l’accueil, ou d’un lien du portail.
problem-title-unknown-format = Nous ne lisons pas ce format
problem-text-unknown-format = Revenez à la page précédente et réessayez. Si cela se répète, essayez un autre navigateur.
problem-title-head-too-large = Votre navigateur en envoie plus que nous ne pouvons en lire
problem-text-head-too-large = Effacez les témoins que ce site a laissés dans votre navigateur, puis réessayez.
problem-title-too-many = Un instant, s’il vous plaît
problem-wait =
    { $minutes ->
        [one] Nous avons reçu trop de demandes de suite. Attendez une minute, puis réessayez.
       *[other] Nous avons reçu trop de demandes de suite. Attendez { $minutes } minutes, puis réessayez.
    }
problem-again = Ce que vous avez écrit est encore ici : le bouton l’envoie de nouveau.
problem-title-internal = Quelque chose n’a pas marché de notre côté
problem-text-internal = Ce n’est pas votre faute, et l’équipe en est avertie. Réessayez dans quelques minutes.
problem-title-busy = Beaucoup de personnes utilisent le portail en ce moment
problem-text-busy = Attendez quelques secondes, puis rechargez cette page. Un formulaire est alors envoyé de nouveau, tel que vous l’avez rempli.
problem-title-unavailable = Le portail fait une pause
problem-text-unavailable = Il sera de retour bientôt. Réessayez dans quelques minutes.
problem-kept = Vos réponses sont conservées. Vous les retrouverez où vous les avez laissées.
problem-help = Besoin d’aide?
problem-trace = Numéro à nous donner :

## Ce que lit l’équipe d’un service dont un appel est refusé.
problem-title-bad-token = Le jeton est inconnu, expiré ou révoqué
problem-title-release-refused = La version est refusée
problem-title-release-unsound = Le service dans cette version comporte des erreurs
problem-title-release-absent = Cette version n’existe pas, ou aucune ne la précède
problem-title-release-overtaken = Quelqu’un d’autre a agi sur ce service entre-temps
problem-title-bad-signature = La signature ne correspond pas à l’appel
problem-title-stale = L’horodatage est trop loin de l’heure du portail
problem-title-bad-envelope = Un en-tête de l’appel manque ou est mal formé
problem-title-unknown-backend = Aucun service de ce nom n’est inscrit au registre
problem-title-bad-body = Le corps de l’appel n’est pas celui du contrat
problem-title-bad-params = Les paramètres ne peuvent pas être montrés
problem-title-unknown-request = Ce service n’a pas cette démarche
problem-title-reused-id = Cet identifiant a déjà servi pour un autre contenu

## Ce que lit l’élément d’un service dont un appel reste sans réponse.
problem-title-backend-unavailable = Ce service ne répond pas pour le moment
problem-title-backend-late = Ce service met trop de temps à répondre
problem-title-backend-bad-answer = Ce service a mal répondu
problem-title-backend-refused = Ce service n’a pas accepté cette demande
problem-title-key-reused = Cette clé a déjà servi pour un autre appel
problem-title-still-running = Le même appel est encore en cours
problem-title-digest-missing = L’empreinte du fichier manque
problem-title-digest-wrong = Le fichier ne correspond pas à son empreinte

## Les pages d’un service délicat : rien d’indiscret dans l’onglet, et une sortie rapide.
discreet-title = Mon dossier
quick-exit-label = Sortie rapide
quick-exit = Quitter vite ce site
quick-exit-keys = Ou appuyez trois fois sur la touche Maj.
quick-exit-more =
    { $count ->
        [one] Encore une fois sur Maj pour quitter.
       *[other] Encore { $count } fois sur Maj pour quitter.
    }
