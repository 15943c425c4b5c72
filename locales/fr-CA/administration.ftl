## Les parcours, le journal et ce qui s’en emporte.

admin-menu-here = Administration : { $page }
admin-menu-watch = Suivre
admin-menu-find = Chercher
admin-menu-talk = Échanger
admin-menu-act = Intervenir
admin-log = Journal
journeys-who = Numéro de la démarche, courriel ou pseudonyme
journeys-gate = Le parcours de { $person } est celui d’une personne : dites d’abord pourquoi vous le consultez. La raison vaut une heure.
journeys-several = Plusieurs comptes ont ce courriel
journeys-to-log = Chercher un évènement plutôt qu’une personne

journey-title = Parcours { $person }
journey-lead = Ce que la personne a fait et ce que le portail a fait pour elle, dans l’ordre. Elle voit dans son compte que vous l’avez consulté, et pourquoi.
journey-beginning = Revenir au début du parcours
journey-later = Évènements suivants
journey-another = Chercher une autre personne
journey-pause-minutes =
    { $count ->
        [one] { $count } minute plus tard
       *[other] { $count } minutes plus tard
    }
journey-pause-hours =
    { $count ->
        [one] { $count } heure plus tard
       *[other] { $count } heures plus tard
    }
journey-pause-days =
    { $count ->
        [one] { $count } jour plus tard
       *[other] { $count } jours plus tard
    }
journey-missing-delivery = La démarche envoyée le { $when } n’a pas encore été remise au service.
journey-missing-news = Le service n’a rien dit de la démarche remise le { $when }.
journey-missing-withdrawal = Le service n’a pas répondu au retrait demandé le { $when }.
journey-missing-notice = Un avis { $by } promis le { $when } n’est pas encore parti.
journey-missing-notice-failed = Un avis { $by } promis le { $when } n’est pas arrivé : l’adresse ne fonctionne plus.
journey-missing-notice-given-up = Un avis { $by } promis le { $when } n’est pas parti. Le portail n’essaie plus.
journey-missing-reply = La réponse envoyée le { $when } n’a pas encore été remise au service.

actor-visitor = une personne non connectée
actor-citizen = la personne
actor-staff = l’administration
actor-backend = le service
actor-system = le portail

log-lead = Cherchez ce qui s’est passé, par évènement, par service ou par moment. Une recherche qui montre le parcours d’une personne demande d’abord une raison.
log-event = Évènement
log-event-hint = Son code, par exemple request-submitted
log-service = Service
log-service-hint = Les évènements qui nomment le service
log-any-service = Tous les services
log-from = À partir du
log-until = Jusqu’au
log-person = Pseudonyme d’une personne
log-session = Session
log-trace = Numéro de requête
log-search = Chercher
log-found = Évènements trouvés
log-nothing = Aucun évènement.
log-older = Évènements plus anciens
log-journey-of = Parcours { $person }
log-saved = L’adresse de cette page garde la recherche : vous pouvez l’enregistrer ou la partager.
log-error-event = Un code d’évènement n’a que des lettres minuscules et des tirets.
log-error-day = Écrivez la date comme 2026-11-22.
log-error-reference = Aucune démarche ne porte ce numéro. Vérifiez chaque caractère.
log-error-person = Personne ne porte ce pseudonyme.
log-error-session = Ce n’est pas le numéro d’une session.
log-error-trace = Ce n’est pas le numéro d’une requête au portail.
export-csv = Emporter en tableau (CSV)
export-ndjson = Emporter pour un programme (NDJSON)
export-most = Un fichier contient au plus { $count } évènements, les plus récents d’abord. Ce que vous emportez est inscrit au journal.

## L’exploitation, ce qui demande deux personnes, les changements.

admin-operations = Exploitation
admin-confirmations = À confirmer
admin-changes = Changements
operations-version = version { $version }
operations-opened = Le service est de nouveau ouvert : ce qui l’attendait lui est remis.
operations-backends = Services derrière le portail
operations-heard = entendu le { $when }
operations-silent = Ne répond pas depuis le { $when }.
operations-certification =
    { $days ->
        [one] Certificat { $number }, valide jusqu’au { $when } : un jour.
       *[other] Certificat { $number }, valide jusqu’au { $when } : { $days } jours.
    }
operations-certification-ended = Certificat { $number } échu depuis le { $when }.
operations-closed = En maintenance depuis le { $when }. Les citoyens lisent :
operations-open = Rouvrir
operations-close = Mettre en maintenance
operations-close-hint = Plus rien n’est transmis au service : ce qui lui est destiné attend. Les citoyens lisent votre message dans leur langue. Une deuxième personne doit confirmer.
operations-message-fr = Message en français
operations-message-en = Message en anglais
operations-queues = Files d’attente
operations-kind = Travail
operations-waiting = En attente
operations-dead = Arrêtées
operations-oldest = La plus ancienne
operations-no-queue = Rien n’attend.
operations-log = Journal
operations-log-unchecked = Tout le journal est vérifié chaque nuit. La première nuit est encore à venir.
operations-log-holds =
    { $count ->
        [one] Vérifié le { $when } : { $count } événement, exactement comme il a été écrit.
       *[other] Vérifié le { $when } : { $count } événements, exactement comme ils ont été écrits.
    }
operations-log-bent = Vérifié le { $when } : le journal n’est plus ce qui a été écrit. Lancez « parvis audit verify », qui dit à quel endroit, et avertissez les responsables de la sécurité.
operations-log-unseen = Le second lieu de ses points de contrôle manquait : si la fin du journal avait été coupée, cette vérification ne l’aurait pas vu. Retrouvez ce lieu, puis lancez « parvis audit verify ».
operations-log-unfinished = La vérification commencée le { $when } n’est pas terminée.
operations-log-see = Chercher dans le journal
operations-backups = Sauvegardes
backups-hours =
    { $count ->
        [0] Dernière sauvegarde le { $when }, il y a moins d’une heure.
        [one] Dernière sauvegarde le { $when }, il y a { $count } heure.
       *[other] Dernière sauvegarde le { $when }, il y a { $count } heures.
    }
backups-days =
    { $count ->
        [one] Dernière sauvegarde le { $when }, il y a { $count } jour.
       *[other] Dernière sauvegarde le { $when }, il y a { $count } jours.
    }
backup-full = complète
backup-incremental = incrémentielle
backups-size = { $count } Mo
backups-verified = relue, intacte
backups-unverified = pas relue
backups-late =
    { $count ->
        [one] Elle date de plus d’une heure, et aucune autre n’est annoncée. Voyez si le script qui les fait va jusqu’au bout : sa dernière ligne est « parvis backup made ».
       *[other] Elle date de plus de { $count } heures, et aucune autre n’est annoncée. Voyez si le script qui les fait va jusqu’au bout : sa dernière ligne est « parvis backup made ».
    }
backups-never = Aucune sauvegarde n’a encore été annoncée au portail. Terminez le script qui les fait par cette commande :
backups-bytes = OCTETS
backups-restored = Une sauvegarde a été restaurée le { $when }, avec des événements jusqu’au { $newest } : ce qui s’est passé ensuite, jusqu’à la restauration, peut manquer.
backups-never-restored = Aucune restauration n’a été annoncée.
operations-releases = Voir les versions et les essais
backend-open = ouvert
backend-silent = silencieux
backend-maintenance = en maintenance
breaker-closed = les appels passent
breaker-open = laissé tranquille un moment
breaker-half-open = essayé de nouveau

confirmations-lead = Ce qui ne se défait pas demande deux personnes : l’une le demande, l’autre le confirme dans la journée.
confirmations-none = Rien n’attend d’être confirmé.
confirmations-own = demandé par vous
confirmations-by = demandé par
confirmations-ask = Demander la confirmation
confirmations-confirm = Confirmer
confirmations-refuse = Refuser
confirmations-take-back = Reprendre ma demande
confirmations-fetch-log = Télécharger le journal entier
confirmations-log-hint = Tout le journal, sans choix, dans un fichier pour un programme. Une fois votre demande confirmée, vous avez une heure pour le télécharger.
confirmations-error-message = Écrivez le message dans les deux langues. Rien n’a été demandé.
confirmations-done-asked = C’est demandé. Une autre personne de l’administration doit maintenant confirmer.
confirmations-done-confirmed = C’est confirmé et fait.
confirmations-done-refused = C’est refusé : rien n’a été fait.
confirmations-done-overtaken = Rien n’a été fait : quelqu’un en a déjà décidé, le délai est passé, ou la demande est la vôtre.
confirmation-maintenance = Mettre un service en maintenance
confirmation-destroy-job = Détruire une tâche arrêtée
confirmation-export-log = Emporter le journal entier
jobs-destroy = Demander sa destruction
changes-lead = Chaque changement des réglages, des versions, des tuiles et des clés, du plus récent au plus ancien.

## Les statistiques.

admin-statistics = Statistiques
figures-lead = Ce qui s’est passé, compté sans savoir de qui : par jour, par service, par langue et par genre d’appareil.
figures-show = Afficher
figures-totals = Du { $from } au { $until }
figures-change =
    { $change ->
        [0] comme la période d’avant
       *[other] { NUMBER($change, signDisplay: "always") } % par rapport à la période d’avant
    }
figures-no-change = sans comparaison possible
figures-charts = Jour après jour
figures-highest = au plus { $count } par jour.
figures-in-table = Les mêmes chiffres sont dans le tableau.
figures-days = Chiffres de chaque jour
figures-day = Jour
figures-few = Moins de cinq
figures-few-explained = Un nombre de moins de cinq n’est pas montré, et parfois un autre avec lui, pour que personne ne se reconnaisse.
figures-answer-hours = De l’envoi à la fin, en moyenne
figures-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
figures-by-service = Par service
figures-by-language = Par langue
figures-by-device = Par genre d’appareil
figures-by-page = Brouillons abandonnés, selon la page où ils en étaient
figures-of-service = Service
figures-of-language = Langue
figures-of-device = Appareil
figures-of-page = Page
figures-group-fr = français
figures-group-en = anglais
figures-group-phone = téléphone
figures-group-tablet = tablette
figures-group-computer = ordinateur
figures-group-unknown = inconnu
figures-portal = le portail lui-même
figures-none = Rien n’a encore été compté.
figures-backends = Réponses des services derrière le portail
figures-available = Disponibilité
figures-percent = { $share } %
figure-visit = Visites
figure-start = Formulaires ouverts
figure-draft = Brouillons commencés
figure-submission = Démarches envoyées
figure-abandonment = Brouillons abandonnés
figure-withdrawal = Retraits demandés
figure-answer = Démarches terminées
figure-fault = Pages en erreur
figure-call = Appels
figure-silence = Sans réponse
