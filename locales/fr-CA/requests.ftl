## Les questions, l’envoi et la suite d’une démarche.

state-draft = Brouillon
state-submitted = Envoyée
state-received = Reçue
state-in-progress = En traitement
state-action-needed = À compléter
state-answered = Réponse envoyée
state-under-way = En cours
state-closed = Terminée
state-withdrawn = Retirée

request-number = Numéro de la démarche
request-service-number = Numéro donné par le service :
draft-saved-on = Enregistré le { $when }
draft-saved-at = Enregistré à { $time }
draft-kept-until = Conservé jusqu’au { $when }
draft-not-yet = Rien n’est encore enregistré. Votre brouillon commence avec votre première réponse.
draft-title = Votre brouillon
draft-ends = Si vous n’y touchez pas, il sera supprimé le { $when }.
draft-manage = Gérer ce brouillon
draft-keep =
    { $days ->
        [one] Le garder encore { $days } jour
       *[other] Le garder encore { $days } jours
    }
draft-was-kept = C’est fait : votre brouillon est conservé jusqu’au { $when }.
draft-delete = Supprimer ce brouillon
draft-deletion-title = Supprimer ce brouillon?
draft-deletion-lead = Vous pourrez le restaurer pendant 7 jours, dans « Mes démarches ». Ensuite, vos réponses et vos fichiers seront détruits.
draft-deletion-button = Oui, supprimer
draft-deleted-title = Ce brouillon est supprimé
draft-deleted-lead = Vous pouvez le restaurer jusqu’au { $when }. Ensuite, vos réponses et vos fichiers seront détruits.
draft-deleted-on = Supprimé le { $when }
draft-restorable = Peut être restauré jusqu’au { $when }
draft-restore = Restaurer ce brouillon
requests-deleted = Brouillons supprimés
requests-deleted-lead = Ils sont détruits 7 jours après leur suppression.
autosave-failed = Pas encore enregistré : le portail ne répond pas. Ce que vous avez écrit reste sur cette page, et nous réessayons.
autosave-again = Réessayer maintenant
autosave-changed = Ce brouillon a changé ailleurs. Ce que vous avez écrit reste sur cette page : continuez pour choisir ce que vous gardez.
autosave-over = Votre session est terminée. Ce que vous avez écrit reste sur cette page : continuez pour vous reconnecter, et nous le garderons.
autosave-gone = Cette démarche a été envoyée ou supprimée ailleurs. Ce que vous avez écrit reste sur cette page : copiez ce dont vous avez besoin, puis continuez.

form-page-of = Page { $number } sur { $of }
form-continue = Continuer
form-back = Précédent
form-back-to-check = Revenir à la vérification
form-save = Enregistrer et quitter
form-kept = Vos réponses ont été conservées pendant la connexion. Vérifiez-les, puis continuez.
form-changed = Ce formulaire a été mis à jour depuis que vous avez commencé. Toutes vos réponses y ont été reprises.
form-changed-aside = Ce formulaire a été mis à jour depuis que vous avez commencé. Les réponses qui suivent n’y ont plus de place : elles ne seront pas envoyées. Elles restent ici pour que vous puissiez les copier.
field-optional = (facultatif)
field-tick-all = Cochez tout ce qui s’applique.
field-most-characters =
    { $count ->
        [one] Au plus { $count } caractère
       *[other] Au plus { $count } caractères
    }
field-characters-left = Caractères restants : %
field-help = Plus d’explications
field-locked = Vient de votre service d’identité. Pour corriger, adressez-vous à lui.
entries-none = Rien n’est ajouté pour l’instant.
entries-full = C’est le plus que vous pouvez ajouter ici.
entry-incomplete = À compléter
entry-remove = Retirer
entry-what = : { $entry }
removal-title = Retirer « { $entry } »?
removal-lead = Ces réponses seront effacées. Le reste de votre brouillon ne change pas.
removal-changed = Vos réponses ont changé ailleurs. Voici ce qui est enregistré maintenant.
removal-button = Oui, retirer
removal-keep = Non, garder
date-day = Jour
date-month = Mois
date-year = Année
answer-none = Aucune réponse
answer-change = Modifier
answer-change-what = la réponse à « { $label } »

overview-title = Votre démarche, étape par étape
overview-done =
    { $done ->
        [0] Commencez par l’étape de votre choix parmi celles qui sont ouvertes. Vos réponses sont enregistrées à chaque page.
        [one] { $done } étape terminée sur { $of }.
       *[other] { $done } étapes terminées sur { $of }.
    }
overview-check = Vérifier et envoyer
overview-leave = Quitter et revenir plus tard
stage-cannot-start = Pas encore possible
stage-not-started = À faire
stage-in-progress = En cours
stage-done = Terminée

check-title = Vérifiez vos réponses
check-lead = Rien n’est encore envoyé. Vous pouvez encore tout modifier.
check-send = Envoyer la démarche
check-send-button = Envoyer

sent-title = Votre démarche est envoyée
sent-reference = Son numéro :
sent-when = Envoyée le { $when }
sent-next = Et maintenant?
sent-next-message = À chaque étape, un message arrive dans votre dossier et un courriel vous avertit. Vous n’avez rien d’autre à faire.
sent-follow = Suivre ma démarche
copy-open = Garder une copie
copy-title = Copie de votre démarche
copy-lead = Gardez-la en PDF, dans la langue où vous l’avez envoyée, ou imprimez cette page.
copy-pdf = Télécharger en PDF
copy-unshown = Quelques caractères de vos réponses n’ont pas pu être écrits ici. Ils ont été envoyés tels quels et se lisent dans votre dossier.
copy-foot = Démarche { $reference }
copy-print = Imprimer
copy-back = La démarche
copy-name = Nom
copy-sent = Envoyée le
copy-declaration = Déclaration acceptée

requests-drafts = Brouillons
requests-mine = À faire
requests-open = En cours
requests-ended = Terminées
requests-none = Vous n’avez encore rien envoyé. Vos démarches apparaîtront ici, avec leur état.
requests-see-services = Voir les services
requests-see-all = Voir les { $count }
requests-pages = Pages de la liste
requests-latest = Les plus récentes
requests-earlier = Les précédentes
requests-some-silent = Un service ne répond pas en ce moment. Ses démarches sont montrées telles qu’elles étaient aux dernières nouvelles.
line-waits-for-delivery = Remise au service dès qu’il répond
line-usual-end = Suite attendue d’ici le { $when }
line-silent = Le service ne répond pas en ce moment : état connu le { $when }

## L’état d’une démarche, en mots.
request-state = Où en est votre démarche
request-as-of = Dernières nouvelles du service : { $when }
request-since = Depuis le { $when }
request-usual-end = La suite vient d’ordinaire d’ici le { $when }.
request-late = Nous attendions la suite pour le { $when }. Le service prend plus de temps que d’ordinaire. Si cela vous inquiète, écrivez-lui ou joignez-nous.
request-silent = Le service ne répond pas en ce moment. Cette page montre ce que nous savions le { $when } et se mettra à jour d’elle-même.
request-not-heard = Le service n’a pas encore donné de nouvelles.
request-resting = Tout ce que vous avez envoyé est en sécurité ici. Ce que vous envoyez maintenant part dès le retour du service : vous n’avez rien d’autre à faire.
request-delivery-waiting = Le service ne répond pas en ce moment. Votre démarche est en sécurité ici : nous la remettrons dès que possible. Vous n’avez rien à faire.
request-timeline = Étapes
request-refresh = Actualiser
request-changed = Du nouveau :
request-tasks = Ce qu’on vous demande
request-documents = Documents
request-messages = Messages
request-write = Écrire au service
request-all-messages = Voir tous les messages
request-print = Imprimer cette page
request-done-task = Votre réponse est envoyée. Le service la lira et vous verrez ici quand il l’aura traitée.
request-done-task-read = C’est noté, merci. Le service en sera averti.
request-answers = Vos réponses
request-answers-show = Voir ce que vous avez envoyé
who-next-you = C’est à vous : le service attend quelque chose de votre part.
who-next-portal = Nous remettons votre démarche au service. Vous n’avez rien à faire.
who-next-service = Le service s’en occupe. Vous n’avez rien à faire.
who-next-answered = Vous avez fait votre part. Le service doit maintenant en tenir compte.
who-next-unclear = Le service a fait avancer votre démarche, mais d’une façon que nous ne savons pas encore vous dire. Nous sommes avertis et nous nous en occupons.
who-next-contact = Nous n’avons pas réussi à remettre votre démarche au service. Elle est gardée ici : joignez-nous avec son numéro.
who-next-nobody = C’est terminé. Vous n’avez plus rien à faire.
withdrawal-asked = Vous avez demandé de retirer cette démarche. Le service doit encore le confirmer.
withdrawal-due = Réponse attendue au plus tard le { $when }.
withdrawal-overdue = Vous avez demandé de retirer cette démarche et le service n’a pas répondu à temps. Votre demande compte toujours. Nous sommes avertis et nous la suivons.
withdrawal-accepted = Le service a arrêté cette démarche, comme vous l’avez demandé.
withdrawal-too-late = Vous avez demandé de la retirer, mais le service avait déjà terminé.

step-submitted = Vous avez envoyé votre démarche.
step-delivered = Votre démarche a été remise au service.
step-given-up = Nous n’avons pas réussi à remettre votre démarche au service. Elle est gardée : joignez-nous avec votre numéro.
step-status = Le service a fait avancer votre démarche.
step-received = Le service a reçu votre démarche.
step-in-progress = Le service traite votre démarche.
step-action-needed = Le service a besoin d’une réponse de votre part.
step-closed = Le service a terminé.
step-task-asked = On vous demande : { $title }
step-task-asked-unclear = Le service vous demande quelque chose que nous ne savons pas encore vous montrer. Joignez-nous avec votre numéro.
step-task-processed = Le service a traité votre réponse : { $title }
step-task-processed-unclear = Le service a traité votre réponse.
step-task-withdrawn = Ce n’est plus demandé : { $title }
step-task-withdrawn-unclear = Le service ne vous demande plus rien à ce sujet.
step-task-done = Vous avez répondu : { $title }
step-task-reopened = On vous le demande encore, aucun de vos fichiers n’ayant passé l’antivirus : { $title }
step-message = Le service vous a écrit : { $title }
step-message-unclear = Le service vous a écrit, mais nous ne savons pas encore vous montrer ce message. Nous sommes avertis.
step-message-sent = Vous avez écrit au service.
step-document = Vous avez reçu un document : { $title }
step-document-unclear = Vous avez reçu un document.
step-document-withdrawn = Un document a été retiré : { $title }
step-document-withdrawn-unclear = Un document a été retiré.
step-reply-given-up = Nous n’avons pas réussi à remettre votre réponse ou votre message au service. Tout est gardé : joignez-nous avec votre numéro.
step-withdrawal-asked = Vous avez demandé de retirer votre démarche.
step-withdrawal-accepted = Le service a accepté le retrait.
step-withdrawal-overdue = Le service n’a pas encore répondu à votre demande de retrait. Elle compte toujours, et nous sommes avertis.
step-withdrawal-too-late = Le service avait déjà terminé : le retrait n’est plus possible.

withdraw-link = Retirer cette démarche
withdraw-title = Retirer cette démarche?
withdraw-back = La démarche
withdraw-lead = Le service cessera de s’en occuper. Voici ce qui se passera.
withdraw-effect = Vos réponses restent dans votre dossier, avec l’état « retirée ».
withdraw-answer-within =
    { $days ->
        [one] Le service confirme le retrait d’ici { $days } jour.
       *[other] Le service confirme le retrait d’ici { $days } jours.
    }
withdraw-answer = Le service doit confirmer le retrait. S’il a déjà terminé, il vous le dira.
withdraw-unsent = Le service n’a pas encore reçu votre démarche : il recevra les deux ensemble, dès qu’il répondra.
withdraw-tasks = Ce qu’on vous demandait encore n’est plus à faire une fois le retrait confirmé.
withdraw-again = Vous pourrez recommencer une nouvelle démarche quand vous voudrez.
withdraw-button = Oui, la retirer
withdraw-keep = Non, la garder

conflict-title = Vos réponses ont changé ailleurs
conflict-lead = Une autre fenêtre ou un autre appareil a enregistré cette page le { $when }. Rien n’est perdu : choisissez ce que vous gardez.
conflict-mine = Ce que vous venez d’écrire
conflict-saved = Ce qui était enregistré
conflict-button = Garder ces choix

## Ce qui vient après l’envoi, quand le service n’en dit rien lui-même.
what-next-received = Le service reçoit votre démarche et l’étudie.
what-next-told = Vous pouvez la suivre, étape par étape, dans votre dossier.
what-next-withdraw = Vous pouvez demander de retirer votre démarche tant qu’elle n’est pas terminée.

error-answers-changed = Vos réponses ont changé ailleurs, dans une autre fenêtre ou sur un autre appareil. Relisez-les avant d’envoyer.
error-declaration-required = Pour envoyer, cochez la case de la déclaration.

## Le reçu d’une demande de retrait.
receipt-title = Votre demande de retrait est envoyée
receipt-open = Reçu de la demande de retrait
receipt-asked = Demandé le { $when }
receipt-answer = Où elle en est
receipt-next-answer = Le service arrête votre démarche, ou vous dit pourquoi il est trop tard.
receipt-next-message = Sa réponse arrive dans votre dossier, et un courriel vous avertit.
receipt-next-silence = S’il tarde, nous vous le disons et nous suivons votre demande.

## Ce qu’on demande à la personne.
task-to-do = À faire
task-overdue = À faire, en retard
task-done = Fait, en route vers le service
task-received = Fait, reçu par le service
task-processed = Traité par le service
task-not-needed = Plus nécessaire
task-means-to-do = Le service attend votre réponse.
task-means-overdue = Le service attend toujours votre réponse.
task-means-done = Votre réponse est gardée ici. Nous la remettons au service dès que possible : vous n’avez rien à faire.
task-means-received = Le service a votre réponse. Il doit maintenant en tenir compte : vous n’avez rien à faire.
task-means-processed = Le service a tenu compte de votre réponse. Il n’y a plus rien à faire ici.
task-means-not-needed = Le service n’en a plus besoin. Il n’y a rien à faire ici.
task-due = À faire d’ici le { $when }.
task-overdue-kindly = La date est passée, mais il est encore temps : répondez dès que vous le pouvez.
task-done-at = Fait le { $when }
task-send = Envoyer ma réponse
task-send-files = Envoyer ces fichiers
task-files = Vos fichiers
task-have-read = J’ai lu, c’est fait
task-later = Plus tard
task-signs = Ce document ne se signe pas ici, et vous n’avez rien à envoyer. Cette page changera quand le service aura noté votre signature.
task-back = Revenir à la démarche
task-changed = Ce qu’on vous demande a changé depuis l’ouverture de cette page. Relisez, puis envoyez.

## Les messages au sujet d’une démarche, dans les deux sens.
message-label = Votre message
message-files = Joindre des fichiers
message-from-you = Vous
message-from-service = Le service
sent-waiting = Envoyé. Remis au service dès qu’il répond.
sent-received = Reçu par le service
sent-given-up = Non remis : joignez-nous avec votre numéro.
messages-lead = Le service lit votre message avec votre dossier. N’y écrivez rien d’urgent : pour une question de santé, appelez le 811.
messages-send = Envoyer le message
messages-sent = Votre message est envoyé. La réponse arrivera ici, et un courriel vous avertira.
messages-none-yet = Aucun message à ce sujet pour le moment.
messages-over = Votre démarche est terminée : on n’y écrit plus.

## Les documents.
document-untitled = Document
document-came = Reçu le { $when }
document-opened = Ouvert le { $when }
document-resting = Ce document ne peut pas être ouvert maintenant
document-resting-lead = Le service qui le garde ne répond pas, ou n’a pas envoyé ce que nous attendions. Votre document n’est pas perdu. Réessayez un peu plus tard.
document-retry = Réessayer
