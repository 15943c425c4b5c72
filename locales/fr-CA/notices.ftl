## La boîte de réception, et les courriels, qui ne disent rien du contenu.

message-unread = Non lu
messages-none = Aucun message pour le moment. Quand un service vous écrira, ce sera ici.
message-open-request = Voir la démarche

## Ce qui sort du portail. Seules les variables portal et link y entrent, et code là où une adresse se confirme : rien
## du dossier ne sort. Un texto n’a qu’un segment : ni ê, ni ’, ni espace insécable.
mail-changed-subject = Il y a du nouveau dans votre dossier { $portal }
mail-changed-body =
    Bonjour,

    Il y a du nouveau dans votre dossier { $portal }. Pour protéger vos renseignements, ce courriel n’en dit pas plus.

    Connectez-vous pour voir de quoi il s’agit :
    { $link }

    Si vous préférez ne pas suivre un lien, ouvrez le portail comme d’habitude : le message vous y attend.

    Personne ne vous demandera jamais votre mot de passe par courriel. Il est inutile de répondre à ce message.

mail-news-subject = Une nouveauté dans { $portal }
mail-news-body =
    Bonjour,

    Vous avez demandé à connaître les nouveautés du portail. En voici une, qui vous attend dans vos messages.

    Connectez-vous pour la lire :
    { $link }

    Pour ne plus recevoir de nouveautés :
    { $unsubscribe }

    Les avis au sujet de vos démarches continueront.

mail-code-subject = Votre code pour { $portal }
mail-code-body =
    Bonjour,

    Voici le code qui confirme votre adresse dans { $portal } :

    { $code }

    Si vous n’avez rien demandé, vous n’avez rien à faire : sans ce code, l’adresse ne sera pas utilisée.

    Personne ne vous demandera jamais ce code par téléphone ni par courriel.

mail-removed-subject = Cette adresse ne recevra plus d’avis de { $portal }
mail-removed-body =
    Bonjour,

    Cette adresse ne recevra plus d’avis de { $portal } : elle a été retirée ou remplacée.

    Si ce n’était pas vous, connectez-vous et vérifiez votre compte :
    { $link }

    Si c’était vous, vous n’avez rien à faire.

sms-removed = { $portal } - Cette adresse ne recevra plus nos avis. Si ce n'est pas vous, connectez-vous. { $link }
sms-changed = { $portal } - Il y a du nouveau dans votre dossier. Pour le lire, connectez-vous comme d'habitude. { $link }
sms-news = { $portal } - Il y a une nouveauté. Connectez-vous pour la lire ou pour changer vos avis. { $link }
sms-code = { $portal } - Votre code est { $code }. Ne le donnez à personne.
push-changed = Il y a du nouveau dans votre dossier. Connectez-vous pour le lire.
push-news = Il y a une nouveauté. Connectez-vous pour la lire.

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

## La fin des nouveautés, par le lien d’un courriel.
unsubscribe-title = Ne plus recevoir les nouveautés
unsubscribe-lead = Vous ne recevrez plus de nouveautés par courriel, par texto ni dans votre navigateur. Les avis au sujet de vos démarches continuent.
unsubscribe-press = Ne plus les recevoir
unsubscribe-done = C’est fait
unsubscribe-done-lead = Vous ne recevrez plus de nouveautés. Vous pouvez les redemander quand vous voulez, dans les avis de votre compte.
unsubscribe-home = Aller à l’accueil
