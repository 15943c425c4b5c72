## Les pages de l’administration et les mots du journal.

admin-today = Aujourd’hui
admin-journeys = Parcours
admin-jobs = Tâches arrêtées
admin-as-of = Le { $when }
admin-attention = À surveiller
admin-single-host = Le code des tuiles s’exécute sur l’hôte du portail : il reste enfermé, mais certains navigateurs le mettent dans le processus de ses pages. Donnez-lui un domaine (réglage tiles.domain).
admin-since-midnight = Depuis minuit
admin-jobs-dead =
    { $count ->
        [one] tâche arrêtée
       *[other] tâches arrêtées
    }
admin-jobs-see = Voir et relancer
admin-jobs-waiting =
    { $count ->
        [one] tâche en attente
       *[other] tâches en attente
    }
admin-oldest-waiting = depuis le { $when }
admin-callbacks-refused =
    { $count ->
        [one] réponse de service refusée
       *[other] réponses de service refusées
    }
admin-codes-unknown =
    { $count ->
        [one] démarche à l’état que la tuile ne connaît pas
       *[other] démarches à l’état que la tuile ne connaît pas
    }
admin-withdrawals-overdue =
    { $count ->
        [one] retrait resté sans réponse
       *[other] retraits restés sans réponse
    }
admin-silent = Le service « { $backend } » ne répond pas depuis le { $when }.
admin-certification-ended = Le certificat { $number } du service « { $backend } » est échu depuis le { $when }. Plus rien ne lui est transmis : les demandes attendent.
admin-certification-ends =
    { $days ->
        [0] Le certificat { $number } du service « { $backend } » prend fin aujourd’hui. Sans renouvellement, plus rien ne lui sera transmis demain.
        [one] Il reste un jour au certificat { $number } du service « { $backend } », valide jusqu’au { $when }.
       *[other] Il reste { $days } jours au certificat { $number } du service « { $backend } », valide jusqu’au { $when }.
    }
admin-sign-ins =
    { $count ->
        [one] connexion
       *[other] connexions
    }
admin-submissions =
    { $count ->
        [one] démarche envoyée
       *[other] démarches envoyées
    }
admin-deliveries =
    { $count ->
        [one] démarche remise
       *[other] démarches remises
    }
admin-messages =
    { $count ->
        [one] message
       *[other] messages
    }

journeys-lead = Retracez ce qu’une personne a fait et ce que le portail a fait pour elle. Votre consultation est inscrite au journal, avec sa raison, et la personne la voit dans son compte.
journeys-reference-hint = Par exemple, 7K3M-9QXD-4FT
journeys-reason = Raison de la consultation
journeys-reason-hint = Une consultation sans raison n’est pas permise.
journeys-reason-choose = Choisissez une raison
journeys-because-question = La personne a posé une question
journeys-because-complaint = La personne se plaint du portail
journeys-because-incident = Un incident de sécurité est étudié
journeys-because-audit = Une vérification est en cours
journeys-find = Retracer le parcours
journeys-not-found = Aucune démarche ni personne ne correspond.
journeys-error-reference = Ce n’est ni un numéro de démarche, ni un courriel, ni un pseudonyme. Vérifiez chaque caractère.
journeys-error-reason = Dites pourquoi vous consultez ce parcours.

jobs-lead = Ces tâches ont échoué trop souvent. Relancez-les une fois la cause corrigée : elles reprennent où elles en étaient, sans rien faire deux fois.
jobs-none = Aucune tâche arrêtée. Tout suit son cours.
jobs-replayed = La tâche est de nouveau en file.
jobs-attempts =
    { $count ->
        [one] { $count } essai
       *[other] { $count } essais
    }
jobs-since = depuis le { $when }
jobs-replay = Relancer

event-signin-started = Connexion commencée
event-signin-succeeded = Connexion réussie
event-signin-refused = Connexion refusée
event-identity-alert = Connexion refusée, à examiner
event-session-ended = Session terminée
event-session-raised = Identité prouvée de nouveau, ou plus sûrement
event-identity-linked = Façon de se connecter ajoutée
event-identity-unlinked = Façon de se connecter retirée
event-account-joined = Compte vide réuni à un autre
event-logout-received = Sessions terminées par le service d’identité
event-logout-refused = Fin de sessions refusée au service d’identité
event-form-kept = Réponses gardées à la fin d’une session
event-app-draft-saved = Travail en cours conservé dans un service
event-app-draft-deleted = Travail en cours effacé dans un service
event-draft-begun = Brouillon commencé
event-draft-saved = Brouillon enregistré
event-draft-kept = Brouillon conservé plus longtemps
event-draft-reminded = Échéance d’un brouillon rappelée
event-draft-deleted = Brouillon supprimé
event-draft-restored = Brouillon restauré
event-draft-expired = Brouillon supprimé à son échéance
event-draft-destroyed = Brouillon supprimé détruit
event-attachment-added = Fichier ajouté
event-attachment-removed = Fichier retiré
event-attachment-expired = Fichier jamais envoyé, détruit
event-attachment-checked = Fichier vérifié, sans virus
event-attachment-infected = Virus trouvé dans un fichier
event-attachment-check-failed = Vérification d’un fichier échouée, à réessayer
event-attachment-check-given-up = Vérification d’un fichier abandonnée
event-attachment-delivered = Fichier remis au service
event-attachment-downloaded = Fichier téléchargé
event-attachment-destroyed = Contenu d’un fichier détruit
event-attachment-destroy-failed = Destruction d’un fichier échouée, à réessayer
event-request-submitted = Démarche envoyée
event-request-delivered = Démarche remise au service
event-delivery-failed = Remise échouée, à réessayer
event-delivery-given-up = Remise abandonnée
event-status-received = Nouvel état reçu du service
event-task-received = Demande du service reçue
event-message-received = Message du service reçu
event-document-received = Document annoncé par le service
event-code-unknown = Code que la tuile ne connaît pas
event-code-understood = Code compris depuis
event-task-answered = Réponse à une demande du service
event-task-reopened = Demande du service rouverte, aucun fichier sûr
event-task-reminded = Rappel d’une demande du service
event-message-written = Message écrit au service
event-part-invited = Autre personne invitée à sa partie
event-part-revoked = Invitation annulée
event-part-taken = Invitation utilisée
event-part-answered = Partie envoyée par la personne invitée
event-invitation-taken = Invitation d’une autre personne acceptée
event-invitation-answered = Partie envoyée pour une autre personne
event-invitation-refused = Code d’invitation refusé
event-part-delivered = Partie remise au service
event-app-read = Renseignement lu dans la page d’un service
event-app-submitted = Envoi fait dans la page d’un service
event-panel-read = Renseignement lu chez un service
event-reply-delivered = Réponse ou message remis au service
event-document-opened = Document ouvert
event-document-failed = Document non obtenu du service
event-opening-delivered = Ouverture d’un document annoncée au service
event-withdrawal-overdue = Retrait resté sans réponse
event-callback-ignored = Réponse du service déjà connue
event-callback-refused = Réponse du service refusée
event-withdrawal-asked = Retrait demandé
event-withdrawal-delivered = Retrait remis au service
event-withdrawal-answered = Retrait répondu par le service
event-message-sent = Message déposé dans le dossier
event-message-read = Message ouvert
event-message-archived = Message archivé
event-message-restored = Message ressorti des archives
event-notices-chosen = Choix des avis
event-address-given = Adresse donnée, code demandé
event-code-sent = Code envoyé
event-code-failed = Code non envoyé
event-code-refused = Code refusé
event-address-confirmed = Adresse confirmée
event-address-removed = Adresse retirée
event-removal-told = Ancienne adresse prévenue
event-address-failed = Adresse qui ne répond plus
event-mail-sent = Courriel envoyé
event-mail-failed = Courriel non envoyé, à réessayer
event-mail-given-up = Envoi du courriel abandonné
event-notice-sent = Avis envoyé
event-notice-put-off = Avis non envoyé, à réessayer
event-notice-given-up = Envoi d’un avis abandonné
event-notice-bounced = Avis revenu sans joindre personne
event-news-ended = Nouveautés arrêtées d’un clic
event-data-exported = Données emportées par la personne
event-account-closed = Compte fermé par la personne
event-closing-told = Service averti de la fermeture du compte
event-journey-viewed = Parcours consulté
event-journey-exported = Parcours emporté
event-log-searched = Journal consulté
event-log-exported = Journal emporté
event-changes-exported = Registre des changements emporté
event-confirmation-asked = Confirmation d’une autre personne demandée
event-confirmation-given = Confirmation d’une autre personne donnée
event-confirmation-refused = Confirmation d’une autre personne refusée
event-maintenance-begun = Service mis en maintenance
event-maintenance-ended = Maintenance d’un service terminée
event-job-destroyed = Tâche arrêtée détruite
event-configuration-changed = Réglages ou version du portail changés
event-job-replayed = Tâche relancée
event-report-sent = Un problème ou une idée a été envoyé
event-report-status-set = Un administrateur a dit où en est un signalement ou une idée
event-report-answered = Un administrateur a répondu
event-report-assigned = Un administrateur s’occupe d’un signalement ou d’une idée
event-report-released = Plus personne ne s’en occupe
event-report-merged = Un signalement ou une idée a été réuni avec un autre
event-report-separated = Un signalement ou une idée est de nouveau traité à part
event-report-fixed = Une version d’un service règle un signalement
event-idea-published = Une idée a été publiée
event-idea-withdrawn = Une idée n’est plus publiée
event-idea-supported = Une idée a été appuyée
event-idea-support-ended = Un appui a été retiré
event-reports-exported = Les problèmes et les idées ont été emportés dans un fichier
event-access-refused = Accès refusé
event-limit-reached = Limite atteinte
event-limit-refusals = Refus au-delà d’une limite
event-audit-checked = Registre vérifié
event-audit-exported = Registre exporté
event-persons-emptied = Personnes effacées du registre
event-backup-made = Sauvegarde faite
event-backup-restored = Sauvegarde restaurée
event-keys-created = Clés créées
event-key-rotated = Clé renouvelée
event-key-destroyed = Clé détruite
event-team-key-trusted = Clé d’une équipe acceptée
event-team-key-withdrawn = Clé d’une équipe retirée
event-manuscript-saved = Texte d’un service enregistré
event-manuscript-discarded = Texte d’un service abandonné
event-manuscript-published = Texte d’un service publié
event-tile-published = Version d’un service publiée
event-tile-approval-asked = Approbation d’une version demandée
event-tile-activated = Version d’un service mise en ligne
event-team-token-made = Jeton créé pour une équipe
event-team-token-revoked = Jeton d’une équipe révoqué
event-tile-approval-refused = Version d’un service refusée
event-tile-canary-begun = Version d’un service mise à l’essai
event-tile-canary-ended = Essai d’une version terminé
event-tile-rolled-back = Retour à une version précédente
event-announcement-proposed = Nouvelle proposée pour un nouveau service
event-announcement-saved = Nouvelle enregistrée
event-announcement-discarded = Brouillon d’une nouvelle supprimé
event-announcement-published = Nouvelle publiée
event-announcement-corrected = Nouvelle corrigée
event-announcement-withdrawn = Nouvelle retirée
event-announcement-sending-begun = Envoi d’une nouvelle commencé
event-announcement-sent = Nouvelle envoyée à des personnes qui l’ont demandé
event-certification-ended = Fin de la certification d’un système

## Les services : quelle version est en ligne, ce qui attend, ce qui a été fait.

admin-services = Services
services-lead = La version en ligne de chaque service. Une version qui peut en faire plus que la précédente attend votre décision.
services-own = Version { $version }, fournie avec le portail.
services-active = Version { $version } en ligne.
services-not-shown = Aucune version en ligne.
services-canary = La version { $version } est à l’essai auprès de { $percent } % des personnes.
services-waits = La version { $version } peut en faire plus que celle en ligne. Voici ce qui change :
services-waits-canary = La version { $version } peut en faire plus que celle en ligne. Approuvée, elle sera d’abord montrée à { $percent } % des personnes. Voici ce qui change :
services-more = De plus :
services-less = De moins :
services-reason = Raison
services-reason-hint = Elle est conservée au journal. Un refus se justifie toujours : son équipe la lira.
services-error-reason = Dites pourquoi vous refusez cette version. Rien n’a été décidé.
services-approve = Approuver
services-refuse = Refuser
services-end-canary = Mettre fin à l’essai
services-roll-back = Revenir à la version précédente
services-done-approved = La version est approuvée. Tous les serveurs la montrent d’ici deux secondes.
services-done-refused = La version est refusée. Celle en ligne reste en place.
services-done-rolled-back = C’est fait. La version précédente est de retour d’ici deux secondes.
services-done-overtaken = Quelqu’un d’autre a agi entre-temps. Voici où en sont les services maintenant.
services-nodes = Serveurs
services-node-current = à jour
services-node-behind = en retard
services-node-seen = vu le { $when }
services-no-nodes = Aucun serveur ne s’est annoncé dans les 30 dernières secondes.
services-log = Journal
services-no-log = Aucune version n’a encore été mise en ligne.
services-step-asked = En attente d’approbation
services-step-refused = Refusée
services-step-activated = Mise en ligne
services-step-rolled-back = Retour à cette version
services-step-canary = Mise à l’essai
services-step-canary-ended = Fin de l’essai

## Les envois hors du portail.
admin-notices = Envois
deliveries-lead = Ce qui est sorti du portail depuis sept jours, et ce qui attend, sans rien du contenu ni des adresses.
deliveries-not-reached =
    { $count ->
        [one] Une personne n’a été jointe par aucun de ses canaux. Son message l’attend dans le portail.
       *[other] { $count } personnes n’ont été jointes par aucun de leurs canaux. Leurs messages les attendent dans le portail.
    }
deliveries-all-reached = Chaque personne a été jointe.
deliveries-stopped = Les nouveautés sont arrêtées sur ce canal : plus de 5 % des adresses n’ont joint personne depuis une heure. Elles repartiront d’elles-mêmes.
deliveries-not-set-up = Ce canal n’est pas configuré.
deliveries-channel-email = Courriel
deliveries-channel-sms = Texto
deliveries-channel-push = Navigateur
deliveries-state-waiting = En attente
deliveries-state-held = Retenus
deliveries-state-sent = Envoyés
deliveries-state-failed = Adresse sans réponse
deliveries-state-given-up = Abandonnés
deliveries-states = « Retenus » : jusqu’à la fin des heures sans avis ou au prochain résumé.
deliveries-reasons = Pourquoi ce n’est pas parti
