## Être entendu : signaler un problème, proposer une idée, et voir ce qu’il en advient.

footer-problem = Signaler un problème
footer-idea = Proposer une idée

report-kind-problem = Problème
report-kind-idea = Idée
report-language-fr = Français
report-language-en = English

report-title-problem = Signaler un problème
report-title-idea = Proposer une idée
report-lead-problem = Quelque chose ne marche pas dans le portail, ou n’est pas clair? Dites-le-nous.
report-lead-idea = Que pourrions-nous faire mieux? Chaque idée est lue.
report-not-here-problem = Pour une question sur votre santé ou sur une de vos démarches, joignez-nous plutôt par un autre moyen :
report-not-here-idea = Pour une question sur votre santé ou sur une de vos démarches, joignez-nous plutôt par un autre moyen :
report-label-problem = Que s’est-il passé?
report-label-idea = Quelle est votre idée?
report-hint-problem = Ce que vous vouliez faire, et ce qui est arrivé. N’écrivez rien de votre santé ni votre nom : nous n’en avons pas besoin.
report-hint-idea = Une idée à la fois. N’écrivez rien de votre santé ni votre nom : nous n’en avons pas besoin.
report-most = { $count } caractères au plus.
report-anonymous = Ne pas lier ce message à mon compte
report-anonymous-hint = Vous n’aurez pas d’avis dans vos messages. Un lien vous permettra de voir la suite.
report-visitor = Vous n’êtes pas connecté : votre message sera anonyme. Après l’envoi, un lien vous permettra de voir la suite.
report-next = Vous verrez tout ce qui sera envoyé avant de l’envoyer.
report-trap = Laissez ce champ vide
report-error-short = Dites-le en quelques mots : il faut au moins une courte phrase.
report-error-long = Raccourcissez votre texte : il compte { $length } caractères et peut en compter { $most }. Tout ce que vous avez écrit est encore ici.

report-check-title-problem = Vérifiez votre signalement
report-check-title-idea = Vérifiez votre idée
report-similar = Des idées semblables existent déjà
report-similar-text = Si l’une d’elles dit la même chose, appuyez-la : elle aura plus de poids. Votre texte reste ici.
report-written = Ce que vous avez écrit
report-goes-along = Ce qui l’accompagne
report-goes-along-text-problem = Ces renseignements nous aident à trouver le problème. Rien de vos réponses ni de votre dossier n’y figure.
report-goes-along-text-idea = Rien de vos réponses ni de votre dossier n’y figure.
report-known = Votre message sera lié à votre compte : vous verrez la suite dans « Mes signalements et idées », et un message vous en avertira.
report-unknown = Votre message sera anonyme.
report-send-problem = Envoyer le signalement
report-send-idea = Envoyer l’idée
report-change = Modifier
report-along-page = Page
report-along-service = Service
report-along-language = Langue
report-along-viewport = Taille de la fenêtre
report-along-trace = Numéro technique de la page

report-your-problem = Votre signalement
report-your-idea = Votre idée
report-sent-problem = Merci, votre signalement est reçu
report-sent-idea = Merci, votre idée est reçue
report-link = Voici l’adresse où vous verrez la suite. Gardez-la : elle n’est montrée que maintenant, et elle seule y mène.
report-sent-known = Vous verrez la suite ici, et un message vous en avertira.
report-told-at = Envoyé le { $when }
report-changed-at = Mis à jour le { $when }
report-meaning-received = C’est reçu, et quelqu’un le lira.
report-meaning-studied = Quelqu’un s’en occupe.
report-meaning-planned = C’est retenu : nous le ferons.
report-meaning-done = C’est fait. Merci de nous avoir aidés.
report-meaning-declined = Après étude, nous ne le ferons pas.
report-merged = D’autres personnes ont dit la même chose : nous traitons tout ensemble.
report-fixed = C’est réglé dans la version { $version } du service « { $service } ».
report-published = Cette idée est publiée
report-answer = Notre réponse
report-written-past = Ce que vous avez écrit
report-went-along = Ce qui l’accompagnait
report-status-problem-received = Reçu
report-status-problem-studied = À l’étude
report-status-problem-planned = Prévu
report-status-problem-done = Réglé
report-status-problem-declined = Sans suite
report-status-idea-received = Reçue
report-status-idea-studied = À l’étude
report-status-idea-planned = Prévue
report-status-idea-done = Réalisée
report-status-idea-declined = Non retenue

reports-title = Mes signalements et idées
reports-none = Rien pour le moment. Ce que vous signalerez ou proposerez sera ici, avec la suite.
reports-older = Voir les plus anciens
report-answered = Nous avons répondu
account-reports = Ce que vous avez signalé ou proposé, et la suite

## Les messages à qui a signalé ou proposé.
report-notice-problem = Du nouveau pour votre signalement { $reference }
report-notice-idea = Du nouveau pour votre idée { $reference }
report-notice-status = Son état est maintenant : { $status }.
report-notice-answered = Voici notre réponse.
report-notice-merged = D’autres personnes ont dit la même chose : nous traitons tout ensemble.
report-notice-joined = Une autre personne a dit la même chose : nous traitons tout ensemble.
report-notice-fixed = C’est réglé dans la version { $version } du service « { $service } ».
report-notice-published = Elle est publiée, dans nos mots et sans votre nom. D’autres personnes peuvent l’appuyer.
report-assigned-problem = Le signalement { $reference } vous est confié
report-assigned-idea = L’idée { $reference } vous est confiée
report-assigned-where = Une autre personne de l’administration vous demande de vous en occuper. Il vous attend sous « Administration », à « Problèmes et idées ».
report-notice-where = Vous voyez tout sous « Mon compte », à « Mes signalements et idées ».

## Les idées publiées.
ideas-title = Idées
ideas-lead = Voici des idées que des personnes nous ont proposées. Appuyez celles qui vous aideraient.
ideas-see = Voir les idées déjà publiées
ideas-none = Aucune idée publiée pour le moment. La vôtre pourrait être la première.
ideas-more = Voir les suivantes
idea-title = Idée { $reference }
idea-published = Publiée le { $when }
idea-votes =
    { $count ->
        [0] Aucun appui
        [one] { $count } appui
       *[other] { $count } appuis
    }
idea-sign-in = Connectez-vous pour appuyer cette idée
idea-give = Appuyer cette idée
idea-mine = Vous appuyez cette idée.
idea-take-back = Retirer mon appui

## Le tableau des administrateurs.
admin-feedback = Problèmes et idées
board-title = Problèmes et idées
board-lead = Ce que les personnes nous ont dit du portail. Leurs mots restent entre nous : seules les idées que vous reformulez et publiez sont visibles de tous.
board-search = Chercher
board-words = Mots ou numéro
board-words-hint = Des mots entiers, avec ou sans accents; trois au plus comptent.
board-more = Préciser la recherche
board-kind = Nature
board-status = État
board-all = Tous
board-anyone = Tout le monde
board-me = Moi
board-nobody = Personne
board-find = Chercher
board-found = Ce qui correspond
board-none = Rien ne correspond.
board-gone = La personne a fermé son compte : son texte est détruit.
board-assignee = { $name } s’en occupe
board-standing-received = À trier
board-standing-studied = À l’étude
board-standing-planned = Prévus
board-standing-done = Réalisés
board-standing-declined = Sans suite
board-export = Emporter le tout
board-export-text = Le fichier contient les mots des personnes. Gardez-le en lieu sûr, et détruisez-le quand vous n’en avez plus besoin. L’envoi est inscrit au journal.
board-export-csv = Télécharger en CSV
board-export-ndjson = Télécharger en NDJSON

triage-overtaken = Quelqu’un d’autre a agi entre-temps : rien n’a été enregistré. Voici où en sont les choses; ce que vous avez écrit est encore ici.
triage-done-standing = L’état est enregistré, et la personne en est avertie.
triage-done-answered = La réponse est envoyée.
triage-done-taken = Vous vous en occupez.
triage-done-assigned = C’est confié. La personne en est avertie.
triage-done-released = Personne ne s’en occupe plus.
triage-done-merged = Les deux sont réunis, et les personnes en sont averties.
triage-done-separated = Il est de nouveau traité à part.
triage-done-fixed = La version est enregistrée, et la personne en est avertie.
triage-done-published = L’idée est publiée dans ces mots.
triage-done-withdrawn = L’idée n’est plus publiée.
triage-told = Ce qui est dit
triage-author-known = La personne est connectée à son compte : un message l’avertit de ce que vous décidez.
triage-author-unknown = Envoi anonyme : la personne voit la suite par son lien.
triage-author-left = Personne n’est plus à avertir.
triage-into = Réuni avec
triage-answer = Répondre
triage-answer-text = La personne lit la réponse dans sa langue. Une nouvelle réponse remplace celle d’avant.
triage-in-french = En français
triage-in-english = En anglais
triage-answer-status = L’état à partir de cette réponse
triage-answer-send = Envoyer la réponse
triage-publish = Publier
triage-publish-text = Reformulez l’idée dans les deux langues, sans rien qui désigne une personne. Seuls ces mots seront visibles de tous.
triage-published =
    { $count ->
        [0] Publiée, sans appui pour le moment.
        [one] Publiée, avec { $count } appui.
       *[other] Publiée, avec { $count } appuis.
    }
triage-see = Voir la page publique
triage-publish-button = Publier dans ces mots
triage-withdraw = Ne plus publier
triage-care = Qui s’en occupe
triage-care-me = Vous vous en occupez.
triage-care-nobody = Personne pour le moment.
triage-take = Je m’en occupe
triage-release = Libérer
triage-assign-label = Confier à
triage-assign-hint = La personne en est avertie par un message.
triage-assign-choose = Choisissez une personne
triage-assign = Confier
triage-status = Où cela en est
triage-save = Enregistrer
triage-fix = Réglé dans une version
triage-choose = Choisissez un service
triage-version = Version
triage-version-hint = Par exemple 1.3.0
triage-fix-button = Enregistrer la version
triage-merge = Réunir
triage-merge-label = Réunir avec le numéro
triage-merge-hint = Celui qui reste. Les personnes des deux sont averties.
triage-merge-button = Réunir
triage-merged =
    { $count ->
        [one] Un autre est réuni avec celui-ci :
       *[other] { $count } autres sont réunis avec celui-ci :
    }
triage-separate = Traiter à part
triage-error-into = Aucun autre de même nature ne porte ce numéro. Vérifiez chaque caractère.
triage-error-assignee = Choisissez la personne à qui le confier.
triage-error-tile = Choisissez le service.
triage-error-version = Écrivez trois nombres séparés par des points, comme 1.3.0.
triage-error-french = Écrivez-le en français aussi.
triage-error-english = Écrivez-le en anglais aussi.
triage-error-long = Raccourcissez ce texte : 5 000 caractères au plus.
