## Les fichiers que la personne ajoute à une démarche.

files-choose = Choisir un fichier sur cet appareil
files-choose-more = Choisir un autre fichier
files-limits =
    { $max ->
        [one] { $kinds }. Un seul fichier, d’au plus { $mib } Mo.
       *[other] { $kinds }. Au plus { $max } fichiers, de { $mib } Mo chacun.
    }
files-kinds = { $first } ou { $last }
files-add = Ajouter
files-added = Fichiers ajoutés
files-full = Vous avez ajouté le nombre maximal de fichiers. Retirez-en un pour en ajouter un autre.
files-remove = Retirer
files-refresh = Actualiser la liste
files-sending = Envoi de « % »
files-retry = Réessayer
files-broken = L’envoi de « % » s’est interrompu. Vos autres fichiers sont conservés.
files-was-added = « % » est ajouté.

file-state-checking = Vérification antivirus en cours. Vous pouvez continuer.
file-state-safe = Vérifié : aucun virus trouvé.
file-state-unchecked = Ajouté sans vérification : aucun antivirus n’est branché sur cette démonstration.
file-state-refused = Refusé : l’antivirus y a trouvé un virus, et le fichier est détruit. Faites analyser votre appareil, puis ajoutez une autre copie.
file-size-mb = { $size } Mo
file-size-kb = { $size } ko

check-files-checking = Un antivirus vérifie encore vos fichiers. Vous pouvez envoyer : le service reçoit votre démarche dès que c’est fait.
check-files-refused = Un fichier a été refusé par l’antivirus : il ne partira pas avec votre démarche.
request-files = Vos fichiers
request-files-checking = Un antivirus vérifie vos fichiers. Nous remettons ensuite votre démarche au service.

error-file = « { $label } » : ajoutez au moins un fichier.
error-file-empty = « { $name } » est vide. Choisissez un autre fichier.
error-file-large = « { $name } » est trop lourd : la limite est de { $mib } Mo. Pour une photo, choisissez une taille plus petite.
error-file-kind = « { $name } » n’est pas d’un type accepté. Choisissez un fichier { $kinds }.
error-file-name = « { $name } » n’est pas ce que son nom annonce. Enregistrez-le de nouveau, en PDF par exemple, puis ajoutez-le.
error-file-protected = « { $name } » demande un mot de passe : le service ne pourrait pas l’ouvrir. Enregistrez une copie sans mot de passe, puis ajoutez-la.
error-file-damaged = « { $name } » est incomplet ou abîmé. Ouvrez-le pour vérifier, enregistrez-le de nouveau, puis ajoutez-le.
error-file-mixed = « { $name } » contient autre chose qu’un document ou une image. Enregistrez-le de nouveau, en PDF par exemple, puis ajoutez-le.
error-file-pixels = L’image « { $name } » est trop grande pour être ouverte. Réduisez-la, puis ajoutez-la.
error-file-many =
    { $max ->
        [one] « { $name } » n’a pas été ajouté : le service prend un seul fichier. Retirez l’autre d’abord.
       *[other] « { $name } » n’a pas été ajouté : le service prend { $max } fichiers. Retirez-en un d’abord.
    }
error-file-quota = « { $name } » n’a pas été ajouté : vous avez atteint la limite d’envoi d’aujourd’hui. Vos autres fichiers sont conservés. Continuez demain.

step-attachment-refused = Un de vos fichiers a été refusé par l’antivirus.
step-attachment-not-delivered = Un de vos fichiers n’a pas pu être remis au service.
notice-attachment-refused = L’antivirus a trouvé un virus dans « { $name } ». Le fichier est détruit; votre démarche continue sans lui. Faites analyser votre appareil. Si le service a besoin de ce document, transmettez-lui une autre copie en donnant le numéro de votre démarche.
notice-attachment-not-delivered = Le service a votre démarche, mais n’a pas pris « { $name } ». Le fichier est gardé dans votre dossier. Joignez le service avec le numéro de votre démarche pour savoir comment le lui transmettre.
