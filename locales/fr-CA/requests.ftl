## Les questions, l’envoi et la suite d’une démarche.

state-draft = Brouillon
state-submitted = Envoyée
state-received = Reçue
state-in-progress = En traitement
state-action-needed = À compléter
state-closed = Terminée
state-withdrawn = Retirée

request-number = Numéro de la démarche
request-service-number = Numéro donné par le service :
as-of = Mise à jour le { $when }
draft-saved-on = Enregistré le { $when }
draft-kept-until = Conservé jusqu’au { $when }
draft-not-yet = Rien n’est encore enregistré. Votre brouillon commence avec votre première réponse.

form-page-of = Page { $number } sur { $of }
form-continue = Continuer
form-back = Précédent
form-back-to-check = Revenir à la vérification
form-save = Enregistrer et quitter
form-kept = Vos réponses ont été conservées pendant la connexion. Vérifiez-les, puis continuez.
field-optional = (facultatif)
field-tick-all = Cochez tout ce qui s’applique.
field-most-characters =
    { $count ->
        [one] Au plus { $count } caractère
       *[other] Au plus { $count } caractères
    }
field-characters-left = Caractères restants : %
field-help = Plus d’explications
field-locked = Ce renseignement vient de votre service d’identité. Pour le corriger, adressez-vous à lui.
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
copy-lead = Imprimez cette page, ou enregistrez-la en PDF depuis le menu d’impression.
copy-print = Imprimer
copy-back = La démarche
copy-name = Nom
copy-sent = Envoyée le
copy-declaration = Déclaration acceptée

requests-drafts = Brouillons
requests-open = En cours
requests-ended = Terminées
requests-none = Vous n’avez encore rien envoyé. Vos démarches apparaîtront ici, avec leur état.
requests-see-services = Voir les services

## L’état d’une démarche, en mots.
request-state = Où en est votre démarche
request-as-of = Dernières nouvelles du service : { $when }
request-not-heard = Le service n’a pas encore donné de nouvelles.
request-delivery-waiting = Le service ne répond pas en ce moment. Votre démarche est en sécurité ici : nous la remettrons dès que possible. Vous n’avez rien à faire.
request-timeline = Étapes
request-refresh = Actualiser
request-changed = Du nouveau :
request-answers = Vos réponses
request-answers-show = Voir ce que vous avez envoyé
who-next-you = C’est à vous : le service attend une réponse de votre part. Voyez la dernière étape.
who-next-portal = Nous remettons votre démarche au service. Vous n’avez rien à faire.
who-next-service = Le service s’en occupe. Vous n’avez rien à faire.
who-next-contact = Nous n’avons pas réussi à remettre votre démarche au service. Elle est gardée ici : joignez-nous avec son numéro.
who-next-nobody = C’est terminé. Vous n’avez plus rien à faire.
withdrawal-asked = Vous avez demandé de retirer cette démarche. Le service doit encore le confirmer.
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
step-withdrawal-asked = Vous avez demandé de retirer votre démarche.
step-withdrawal-accepted = Le service a accepté le retrait.
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
