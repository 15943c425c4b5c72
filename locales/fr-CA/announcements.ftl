## Les nouvelles du portail, et les pages où l’équipe les écrit.

footer-news = Nouvelles
news-title = Nouvelles
news-lead = Ce qui change sur le portail et dans ses services.
news-none = Aucune nouvelle pour le moment. Quand un service s’ajoutera ou changera, ce sera ici.
news-told = Recevoir les nouvelles
news-told-how = Vous choisissez si vous voulez recevoir les nouvelles, et où.
news-told-where = Choisir comment être avisé
news-told-sign-in = Connectez-vous : dans votre compte, vous choisissez si vous voulez recevoir les nouvelles, et où.
news-feed = S’abonner au fil Atom
news-feed-title = Nouvelles – { $portal }
news-corrected = { $when } – mise à jour le { $corrected }
news-withdrawn = Cette nouvelle a été retirée
news-withdrawn-when = C’était le { $when }.
news-withdrawn-text = Ce qu’elle disait ne vaut plus. Les nouvelles du moment sont toutes au même endroit.

banner-label = Important
banner-more = Lire la nouvelle
banner-aside = Mettre de côté

## Le texte que le portail propose quand un service devient disponible, et la fin d’un message.
announcement-new-service-title = Nouveau service : { $title }
announcement-new-service-text =
    { $summary }

    { "[" }Ouvrir le service]({ $link })

## Les pages de l’équipe.
admin-announcements = Nouvelles
announcements-lead = Écrivez dans les deux langues, voyez ce que les gens verront, puis publiez. Rien ne part sans vous.
announcements-all = Toutes les nouvelles
announcements-none = Aucune nouvelle encore. Un nouveau service en propose une de lui-même; vous pouvez aussi commencer la vôtre.
announcement-begin = Écrire une nouvelle
announcement-untitled = Sans titre
announcement-proposed = Proposée par le portail pour un nouveau service. Relisez-la avant de la publier.
announcement-saved-at = Enregistrée le { $when }
announcement-sent-to =
    { $count ->
        [0] envoyée à personne encore
        [one] envoyée à une personne
       *[other] envoyée à { $count } personnes
    }
announcement-state-draft = Brouillon
announcement-state-scheduled = À venir
announcement-state-shown = Affichée
announcement-state-over = Terminée
announcement-state-withdrawn = Retirée
announcement-done-published = La nouvelle est publiée.
announcement-done-corrected = La correction est publiée.
announcement-done-withdrawn = La nouvelle est retirée : plus personne ne la voit.
announcement-done-discarded = Le brouillon est supprimé.
announcement-done-overtaken = Quelqu’un d’autre a agi entre-temps. Voici où en est la nouvelle.

announcement-edit = Écrire la nouvelle
announcement-saved = Enregistré. Personne ne voit encore ce que vous avez écrit.
announcement-overtaken = Quelqu’un d’autre a enregistré entre-temps. Ce que vous avez écrit est encore ici, mais n’est pas enregistré.
announcement-overtaken-see = Voir ce qui est enregistré
announcement-is-published = Cette nouvelle est publiée. Ce que vous changez n’est visible qu’une fois la correction publiée.
announcement-was-sent = Les messages déjà envoyés ne changent pas.
announcement-part-title = Titre
announcement-hint-title = Une ligne qui dit tout. C’est aussi le sujet du message.
announcement-part-text = Texte
announcement-hint-text = En Markdown : titres, listes, **gras**, liens. Les images et le HTML n’y ont pas de place.
announcement-part-from = À partir de
announcement-hint-from = Heure du Québec. Laissez vide pour l’afficher dès la publication.
announcement-part-until = Jusqu’à
announcement-hint-until = Heure du Québec. Laissez vide pour l’afficher jusqu’à ce que vous la retiriez.
announcement-audience = Pour qui
announcement-for-everyone = Tout le monde
announcement-for-signed-in = Les personnes connectées
announcement-for-users = Les personnes qui utilisent un service
announcement-for-service = Les personnes qui utilisent ce service : { $service }
announcement-part-tile = Quel service
announcement-hint-tile = Seulement pour les personnes qui utilisent un service : celles qui y ont une démarche, commencée ou envoyée.
announcement-no-tile = Choisissez un service
announcement-where = Où
announcement-where-hint = Elle est toujours sur la page des nouvelles.
announcement-important = Importante
announcement-important-hint = Aussi en haut de l’accueil, jusqu’à ce que la personne la mette de côté.
announcement-send = L’envoyer
announcement-send-hint = Aussi en message, aux personnes qui ont demandé les nouvelles. Une seule fois : une correction n’est pas envoyée de nouveau.
announcement-preview = Voir l’aperçu
announcement-save = Enregistrer
announcement-discard = Supprimer le brouillon
announcement-withdraw = Retirer la nouvelle
announcement-preview-title = Ce que les gens verront
announcement-face-fr = En français
announcement-face-en = En anglais
announcement-at-once = Dès la publication
announcement-no-end = Jusqu’à ce que vous la retiriez
announcement-sending = Envoi
announcement-sends = Aux personnes qui ont demandé les nouvelles
announcement-sends-not = Aucun
announcement-publish = Publier
announcement-correct = Publier la correction
announcement-back = Continuer à écrire
announcement-withdraw-title = Retirer cette nouvelle?
announcement-withdraw-text = Plus personne ne la verra, et elle n’est plus envoyée. Vous ne pourrez pas la remettre.
announcement-withdraw-sent =
    { $count ->
        [one] La personne qui l’a reçue garde son message.
       *[other] Les { $count } personnes qui l’ont reçue gardent leur message.
    }
announcement-keep = La laisser

announcement-error-title =
    { $language ->
        [en] Écrivez un titre en anglais.
       *[fr] Écrivez un titre en français.
    }
announcement-error-title-long =
    { $language ->
        [en] Raccourcissez le titre anglais : 120 caractères au plus.
       *[fr] Raccourcissez le titre français : 120 caractères au plus.
    }
announcement-error-text =
    { $language ->
        [en] Écrivez le texte en anglais.
       *[fr] Écrivez le texte en français.
    }
announcement-error-text-long =
    { $language ->
        [en] Raccourcissez le texte anglais : 8 000 caractères au plus.
       *[fr] Raccourcissez le texte français : 8 000 caractères au plus.
    }
announcement-error-left-out =
    { $language ->
        [en] Ligne { $line } du texte anglais : le HTML, les images et les adresses autres que https, mailto, tel ou un chemin comme /en n’y ont pas de place.
       *[fr] Ligne { $line } du texte français : le HTML, les images et les adresses autres que https, mailto, tel ou un chemin comme /fr n’y ont pas de place.
    }
announcement-error-time = Choisissez une date et une heure, par exemple 2026-11-25 14:05.
announcement-error-order = Choisissez une fin qui vient après le début.
announcement-error-tile = Choisissez le service dont vous visez les utilisateurs.
