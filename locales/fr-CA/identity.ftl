## L’arrivée, la connexion et la sortie.

welcome-title = Vos services de santé, au même endroit
welcome-lead = Faites une démarche, arrêtez-vous, reprenez plus tard, et voyez toujours où elle en est. Jour et nuit.
welcome-services = Les services
welcome-services-lead = Vous pouvez les consulter sans vous connecter.
welcome-how = Comment ça marche
welcome-how-sign-in = Vous vous connectez
welcome-how-sign-in-text = Avec votre compte habituel. Le portail ne connaît pas votre mot de passe.
welcome-how-answer = Vous répondez à quelques questions
welcome-how-answer-text = Une page à la fois. Tout est enregistré : vous pouvez continuer sur un autre appareil.
welcome-how-follow = Vous suivez la réponse
welcome-how-follow-text = Chaque étape apparaît dans votre dossier, et un courriel vous dit quand venir voir.

sign-in-with = Continuer avec : { $issuer }
sign-in-again = Se connecter de nouveau
sign-in-lead = Vous passerez par un service d’identité, puis vous reviendrez ici.
sign-in-closed = La connexion n’est pas offerte pour le moment. Revenez plus tard : rien n’est perdu.
sign-in-because-page = Cette page fait partie de votre dossier. Connectez-vous pour l’ouvrir.
sign-in-because-session-ended = Votre session est terminée. Connectez-vous pour continuer où vous étiez.
sign-in-because-answers-kept = Votre session est terminée, mais vos réponses sont conservées. Connectez-vous pour les retrouver.
sign-in-because-level = Ce service demande une connexion plus sûre.
sign-in-level-title = Cette connexion n’est pas assez sûre
sign-in-because-fresh = Pour protéger votre dossier, confirmez que c’est bien vous. Vous reviendrez ensuite à la même page.
sign-in-kept = Vos réponses sont conservées. Vous les retrouverez à votre retour.
sign-in-closing = bientôt fermé
sign-in-level-elsewhere = Votre façon de vous connecter ne permet pas une vérification d’identité assez poussée. Ajoutez à votre dossier une façon plus sûre : { $issuer }.
sign-in-add-way = Ajouter une façon de me connecter
sign-in-level-nowhere = Aucune des façons de se connecter à ce portail ne permet une vérification d’identité assez poussée. Votre dossier reste ouvert, et rien n’est perdu. Écrivez-nous : nous vous dirons comment faire autrement.

signed-out-title = Votre session est fermée
signed-out-text = Sur un ordinateur partagé, fermez aussi la fenêtre.
signed-out-drafts = Vos brouillons vous attendent dans votre dossier.

sign-in-failed-title-cancelled = La connexion n’a pas eu lieu
sign-in-failed-text-cancelled = La connexion a été interrompue. Vous pouvez recommencer quand vous voulez.
sign-in-failed-title-expired = La connexion a pris trop de temps
sign-in-failed-text-expired = Par sécurité, il faut recommencer depuis le début. Si vous avez ouvert deux fenêtres, n’en gardez qu’une.
sign-in-failed-title-refused = La connexion n’a pas pu être vérifiée
sign-in-failed-text-refused = La réponse du service d’identité n’est pas valide, et nous l’avons refusée pour protéger votre dossier. Réessayez.
sign-in-failed-title-level = Cette connexion n’est pas assez sûre
sign-in-failed-text-level = Ce service demande une vérification d’identité plus poussée. Réessayez en choisissant une méthode plus sûre.
sign-in-failed-title-other-person = Cette connexion mène à un autre dossier
sign-in-failed-text-other-person = Le compte avec lequel vous revenez n’est pas celui de votre session. Rien n’a changé : votre dossier est toujours ouvert. Réessayez avec le même compte.
sign-in-failed-title-doubt = Nous préférons vérifier avant d’ouvrir ce dossier
sign-in-failed-text-doubt = Ce que dit le service d’identité ne correspond pas à ce que nous savons de ce dossier. Par prudence, il reste fermé, et rien n’y a changé. Écrivez-nous en donnant le numéro ci-dessous.
sign-in-failed-title-conflict = Cette connexion a déjà son propre dossier
sign-in-failed-text-conflict = Nous ne réunissons jamais deux dossiers à votre place : rien n’a changé, ni dans l’un, ni dans l’autre. Écrivez-nous si les deux sont à vous.
sign-in-failed-title-two-people = Ces deux connexions ne sont pas à la même personne
sign-in-failed-text-two-people = Les deux services d’identité ne donnent pas la même date de naissance. Rien n’a été ajouté à votre dossier. Chaque personne a le sien : déconnectez-vous pour ouvrir l’autre.
sign-in-failed-title-unavailable = Le service d’identité ne répond pas
sign-in-failed-text-unavailable = Le problème ne vient pas de vous. Réessayez dans quelques minutes.
sign-in-failed-title-closed = Cette façon de se connecter n’est pas offerte
sign-in-failed-text-closed = Retournez en choisir une autre.
sign-in-failed-title-incomplete = Il manque un renseignement à votre compte
sign-in-failed-text-incomplete = Le service d’identité ne nous a pas transmis tout ce qu’il faut pour ouvrir votre dossier, comme une adresse courriel confirmée. Complétez votre compte auprès de ce service, puis réessayez.

## Les sessions : ce qui en est dit dans la boîte de réception.
session-browser-unknown = navigateur inconnu

notice-browser-subject = Nouvelle connexion à votre dossier
notice-browser-what = Quelqu’un s’est connecté à votre dossier avec un navigateur qui n’avait jamais servi ici : { $browser }. Si c’est vous, il n’y a rien à faire.
notice-too-many-subject = Votre plus ancienne session a été fermée
notice-too-many-what = Votre dossier était ouvert dans plus de dix navigateurs. Pour le protéger, nous avons fermé la session la plus ancienne. Ce que vous aviez enregistré est conservé.
notice-session-advice = Si ce n’est pas vous, ouvrez « Mon compte », puis « Mes sessions », et fermez celles que vous ne reconnaissez pas. Changez aussi votre mot de passe auprès du service d’identité.
notice-stolen-subject = Nous avons fermé une session pour protéger votre dossier
notice-stolen-what = Une copie de votre session a été utilisée ailleurs que dans votre navigateur. Nous avons fermé cette session aussitôt, partout. Ce que vous aviez enregistré est conservé.
notice-stolen-advice = Reconnectez-vous seulement sur un appareil auquel vous faites confiance. Changez aussi votre mot de passe auprès du service d’identité.

## Les façons de se connecter à un dossier.
sign-ins-title = Mes façons de me connecter
sign-ins-lead = Chacune ouvre ce même dossier.
sign-ins-closing = { $issuer } fermera bientôt. Vos démarches et vos brouillons restent ici.
sign-ins-closing-add = Ajoutez dès maintenant une autre façon de vous connecter, pour les retrouver ensuite.
sign-ins-add = Ajouter une façon
sign-ins-add-lead = Vous passerez par ce service d’identité, puis vous reviendrez ici. Par sécurité, vos sessions ouvertes ailleurs seront fermées.
sign-ins-add-this = Ajouter : { $issuer }
sign-ins-later = Plus tard
sign-ins-ways = Ce qui ouvre mon dossier
sign-ins-present = vous l’utilisez maintenant
sign-ins-closed = fermé
sign-ins-since = Depuis le { $when }
sign-ins-last-used = Dernière connexion le { $when }
sign-ins-remove = Retirer
sign-ins-keep-one = La façon que vous utilisez maintenant ne peut pas être retirée. Pour la retirer, connectez-vous d’abord par une autre.

notice-linked-subject = Une nouvelle façon d’ouvrir votre dossier
notice-linked-what = « { $issuer } » ouvre maintenant votre dossier. Par sécurité, vos autres sessions ont été fermées.
notice-unlinked-subject = Une façon d’ouvrir votre dossier a été retirée
notice-unlinked-what = « { $issuer } » n’ouvre plus votre dossier. Par sécurité, vos autres sessions ont été fermées.
notice-conflict-subject = Quelqu’un a voulu réunir deux dossiers
notice-conflict-what = Une personne connectée à un dossier a voulu y ajouter une connexion de « { $issuer } » qui en ouvre un autre. Nous avons refusé, et rien n’a changé.
notice-link-advice = Si ce n’était pas vous, écrivez-nous sans tarder, et changez le mot de passe de votre compte chez le service d’identité.

## Mon compte et mes sessions.
account-name = Nom
account-email = Courriel où nous vous écrivons
account-issuer = Service d’identité
account-from-issuer = Ces renseignements viennent de votre service d’identité. C’est là qu’ils se corrigent.
account-sessions =
    { $count ->
        [one] Une session ouverte
       *[other] { $count } sessions ouvertes
    }
account-sign-ins = Les services d’identité par lesquels vous entrez ici
account-data = Ce que le portail garde à votre sujet, à emporter ou à faire détruire
account-back = Mon compte

sessions-title = Mes sessions
sessions-lead = Les navigateurs où votre dossier est ouvert en ce moment. Fermez ceux que vous ne reconnaissez pas.
sessions-ended = C’est fait : il n’y a plus de session ouverte là-bas.
sessions-end-others = Fermer toutes les autres sessions
sessions-end-others-title = Fermer toutes les autres sessions?
sessions-network-note = Pour votre vie privée, nous ne gardons qu’une partie de l’adresse Internet : elle aide à reconnaître un réseau, sans dire où vous êtes.
session-browser-none = Navigateur inconnu
session-here = Cette session
session-used = Dernière activité le { $when }
session-begun = Ouverte le { $when }
session-network = Réseau : { $network }
session-network-none = Réseau non précisé
session-end = Fermer cette session
session-end-title = Fermer cette session?
session-end-lead = Il faudra s’y connecter de nouveau. Les réponses enregistrées sont conservées.
session-end-not = Ne rien fermer

stay-title = Votre session continue
stay-text = Elle reste ouverte jusqu’à { $time }, et plus longtemps si vous continuez.
stay-last-title = Votre session se termine bientôt
stay-last-text = Elle se termine à { $time } et ne peut pas durer plus longtemps. Enregistrez ce que vous avez commencé, puis connectez-vous de nouveau.
stay-close = Si vous aviez commencé un formulaire, fermez cet onglet et reprenez là où vous étiez.
