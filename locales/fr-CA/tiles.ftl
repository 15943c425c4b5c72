## L’accueil d’une personne connectée et les pages d’un service.

home-hello = Bonjour, { $name }
home-waiting =
    { $count ->
        [0] Choisissez un service pour commencer.
        [one] Une chose vous attend.
       *[other] { $count } choses vous attendent.
    }
home-needs-me = À faire
home-needs-nothing = Rien à faire pour le moment. Quand un service aura besoin de vous, vous le verrez ici.
home-services = Services
home-requests = Démarches récentes
home-all-requests = Toutes mes démarches
services-none = Aucun service n’est offert pour le moment. Ils apparaîtront ici.

needs-me-draft = Brouillon
needs-me-task = À compléter
needs-me-task-due = À compléter
needs-me-unread = Non lu
needs-me-when-draft = Conservé jusqu’au { $when }
needs-me-when-task = Demandé le { $when }
needs-me-when-task-due = À faire d’ici le { $when }
needs-me-when-unread = Reçu le { $when }

back-services = Services
start-drafts = Vous avez déjà commencé
start-resume = Continuer mon brouillon
start-begin = Commencer
start-new = Commencer une nouvelle démarche
start-sign-in = Se connecter et commencer
start-why-sign-in = La connexion permet d’enregistrer vos réponses et de suivre votre démarche.
start-help = Aide sur ce service
start-leave = Aller à ce service
start-leave-why = Ce service est ailleurs, sur { $host }. S’il demande de vous connecter, choisissez le même service d’identité : vous n’aurez pas à vous identifier de nouveau.
start-locked = Ce service contient des renseignements délicats ou personnels. Confirmez que c’est bien vous pour l’ouvrir.
start-locked-out = Ce service s’ouvre après la connexion.
start-unlock = Confirmer que c’est moi
age-too-young = Ce service est offert à partir de { $age } ans.
age-too-young-other = Un parent ou une personne de confiance peut faire cette démarche avec vous ou pour vous. L’aide du service dit comment, et vous pouvez aussi nous écrire.
age-unknown = Ce service est offert à partir de { $age } ans, et votre service d’identité ne nous a pas donné votre date de naissance.
age-unknown-other = Vous pouvez corriger vos renseignements dans votre service d’identité, puis vous connecter de nouveau. Vous pouvez aussi nous écrire : nous ferons la démarche avec vous.
service-on-break = En pause
service-resting = Ce service fait une pause. Vous pouvez remplir et envoyer votre démarche : nous la gardons et la remettons dès son retour.
service-help-title = Aide : { $service }

## Un service délicat, là où quelqu’un peut lire par-dessus l’épaule.
discreet-service = Démarche confidentielle
discreet-task = Une chose à faire

## Ce que d’autres systèmes disent de la personne, sur la page d’un service.
panel-missing = Ce système ne répond pas pour le moment. Le reste de la page est à jour, et rien n’est perdu : réessayez dans quelques minutes.
panel-as-of = Ce système ne répond pas pour le moment. Voici ce qu’il disait le { $when } : cela peut avoir changé.

## Le service d’une équipe, dans son cadre.
start-open = Ouvrir mon dossier
start-open-sign-in = Se connecter et ouvrir mon dossier
app-back = À propos de ce service
app-skip = Passer le service
app-loading = Le service s’ouvre…
app-no-script = Votre navigateur n’exécute pas JavaScript : voici comment obtenir ce service sans lui.
app-session-ended = Votre session a pris fin. Ce que vous avez écrit est encore ici. Connectez-vous, puis revenez à cette page pour continuer.
app-resume = Continuer
app-fallback-title = Le service ne s’ouvre pas
app-again = Essayer de nouveau
app-other-title = Une autre façon de faire
app-other-form = Vous pouvez aussi remplir un formulaire, à votre rythme : vos réponses sont enregistrées et vous suivez votre démarche ici.
app-other-begin = Remplir le formulaire

## Le passeport d’un service.

start-passport = Qui offre ce service et ce qu’il sait de vous
passport-title = Passeport du service : { $service }
passport-lead = Qui répond de ce service, ce qu’il reçoit de vous, et pourquoi.
passport-who = Qui l’offre
passport-team = Équipe responsable
passport-version = Version
passport-published = Publiée
passport-since = En ligne depuis
passport-own = Avec le portail
passport-widened = Dernier élargissement de ses permissions
passport-never-widened = Aucun depuis sa publication ici
passport-digest = Empreinte de ses fichiers (SHA-256)
passport-what = Ce qu’il reçoit de vous
passport-claim-given-name = Votre prénom
passport-claim-family-name = Votre nom de famille
passport-claim-birthdate = Votre date de naissance
passport-claim-email = Votre courriel
passport-answers = Vos réponses à son formulaire, une fois envoyées
passport-files = Les fichiers que vous y joignez
passport-nothing = Rien : ce service ne reçoit aucun renseignement à votre sujet.
passport-why = Pourquoi, et pour combien de temps
passport-purpose = À quoi vos renseignements servent
passport-retention = Combien de temps ils sont gardés
passport-recipients = Qui les reçoit
passport-in-canada = gardés au Canada
passport-abroad = gardés hors du Canada
