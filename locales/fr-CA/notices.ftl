## La boîte de réception, et les courriels, qui ne disent rien du contenu.

message-unread = Non lu
messages-none = Aucun message pour le moment. Quand un service vous écrira, ce sera ici.
message-open-request = Voir la démarche

## Les courriels. Seules les variables portal et link y entrent : rien du dossier ne sort du portail.
mail-changed-subject = Il y a du nouveau dans votre dossier { $portal }
mail-changed-body =
    Bonjour,

    Il y a du nouveau dans votre dossier { $portal }. Pour protéger vos renseignements, ce courriel n’en dit pas plus.

    Connectez-vous pour voir de quoi il s’agit :
    { $link }

    Si vous préférez ne pas suivre un lien, ouvrez le portail comme d’habitude : le message vous y attend.

    Personne ne vous demandera jamais votre mot de passe par courriel. Il est inutile de répondre à ce message.

## Le rappel de ce qui est à faire bientôt.
notice-task-reminder = Rappel : { $title }

## La dernière phrase d’un message au sujet d’une démarche.
notice-draft-subject = Un brouillon sera supprimé le { $when }
notice-draft-what = Un de vos brouillons n’a pas été envoyé. Sans changement, il sera supprimé le { $when }.
notice-draft-keep = Ouvrez-le pour le continuer ou pour le garder plus longtemps. Si vous n’en avez plus besoin, vous n’avez rien à faire.
notice-request = Votre démarche porte le numéro { $reference }. Ouvrez-la pour voir toutes ses étapes.

## Du nouveau avec un service délicat : le message ne dit pas quoi.
notice-discreet = Il y a du nouveau
notice-discreet-open = Ouvrez la démarche { $reference } pour le lire. Nous vous demanderons peut-être de confirmer que c’est bien vous.
