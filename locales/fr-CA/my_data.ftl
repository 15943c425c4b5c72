## Ce que le portail garde au sujet de la personne, et la fermeture de son compte.

my-data-title = Mes données
my-data-lead = Voici ce que le portail garde à votre sujet. Vous pouvez tout emporter, à tout moment.
my-data-name = Nom
my-data-birthdate = Date de naissance
my-data-email = Adresse courriel
my-data-email-none = Aucune adresse vérifiée
my-data-since = Compte ouvert le
my-data-requests =
    { $sent ->
        [0] Aucune envoyée
        [one] { $sent } envoyée
       *[other] { $sent } envoyées
    }, { $drafts ->
        [0] aucun brouillon
        [one] { $drafts } brouillon
       *[other] { $drafts } brouillons
    }
my-data-log = Journal
my-data-events =
    { $count ->
        [one] { $count } inscription
       *[other] { $count } inscriptions
    } : connexions, envois et consultations de votre dossier

my-data-take = Emporter mes données
my-data-take-text = Le fichier PDF se lit et s’imprime. Le fichier JSON contient tout, dans un format ouvert que d’autres logiciels comprennent. Gardez-les en lieu sûr : ils contiennent vos réponses.
my-data-pdf = Télécharger en PDF
my-data-json = Télécharger en JSON
my-data-format = Pour les développeurs :
my-data-schema = le schéma JSON de ce fichier
my-data-wrong = Quelque chose est inexact?
my-data-wrong-text = Votre nom, votre date de naissance et votre adresse viennent de votre service d’identité : c’est là qu’on les corrige. Pour le reste, écrivez-nous.
my-data-close-text = Vous pouvez faire détruire ce que le portail garde à votre sujet.

my-data-made = Document préparé le
my-data-pdf-lead = Ce document dit en mots ce que le portail garde à votre sujet. Les numéros et les codes dont seuls les logiciels se servent sont dans le fichier JSON, avec ce que des services ont affiché sur leurs pages.
my-data-unshown = Quelques caractères n’ont pas pu être écrits ici. Ils sont dans le fichier JSON.
my-data-drafts = Brouillons
my-data-parts = Parties remplies pour d’autres personnes
my-data-begun = Commencée le
my-data-service-number = Numéro donné par le service
my-data-replies = Ce que vous avez répondu et écrit
my-data-files = Fichiers
my-data-invited = Codes d’invitation

close-title = Fermer mon compte
close-link = Voir ce que cela entraîne
close-lead = Le portail détruira ce qu’il garde à votre sujet. Personne ne pourra le récupérer, pas même nous.
close-effect-file = Vos démarches, vos messages et vos renseignements sont détruits ici, copies de sauvegarde comprises.
close-effect-drafts =
    { $count ->
        [one] Votre brouillon est perdu.
       *[other] Vos { $count } brouillons sont perdus.
    }
close-effect-services = Les services qui ont reçu vos démarches sont avertis. Ce que vous leur avez envoyé reste chez eux, selon leurs propres règles.
close-effect-log = Le journal de sécurité garde la trace des connexions et des envois, sans votre nom ni vos réponses.
close-effect-again = Vous pourrez vous connecter de nouveau plus tard : votre compte sera neuf et vide.
close-take-first = Vous voulez garder une copie?
close-understood = Je comprends que mon dossier sera détruit et ne pourra pas être récupéré.
close-unconfirmed = Pour fermer votre compte, cochez cette case.
close-button = Fermer mon compte
close-keep = Garder mon compte
close-not-yet = Des démarches sont encore en cours
close-not-yet-text = Leurs réponses ne pourraient plus vous parvenir. Votre compte et tout ce qu’il contient sont intacts.
close-under-way = En cours. Attendez qu’elle soit terminée, ou retirez-la.
close-on-its-way = En route vers le service. Revenez quand il l’aura reçu.

closed-title = Votre compte est fermé
closed-text = Ce que le portail gardait à votre sujet est détruit.
closed-services = Les services qui ont reçu vos démarches en sont avertis.
closed-again = Si vous vous connectez de nouveau un jour, vous commencerez avec un compte neuf et vide.

looks-title = Qui a consulté mon dossier
looks-lead = Les employés du ministère qui veillent au portail peuvent retracer ce que vous y avez fait, jamais lire vos réponses. Chaque consultation est inscrite ici.
looks-none = Personne n’a consulté votre dossier.
looks-role-admin = Une personne de l’administration du portail
looks-role-auditor = Une personne chargée de la vérification
looks-what-viewed = A retracé votre parcours
looks-what-exported = A emporté une copie de votre parcours
looks-by-reference = à partir du numéro d’une démarche.
looks-by-email = à partir de votre courriel.
looks-by-pseudonym = à partir de votre pseudonyme dans le journal.
looks-because-question = Raison : vous avez posé une question.
looks-because-complaint = Raison : vous vous êtes plaint du portail.
looks-because-incident = Raison : un incident de sécurité est étudié.
looks-because-audit = Raison : une vérification est en cours.
looks-earlier = Consultations plus anciennes
looks-question = Une consultation vous étonne?
looks-contact = Écrivez-nous
account-looks = Quand, dans quel rôle et pour quelle raison
