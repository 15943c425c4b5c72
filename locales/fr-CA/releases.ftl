## Pourquoi une version empaquetée d’un service est refusée. `what` est ce dont il s’agit, jamais un contenu.

release-refused-too-large = Version refusée : « { $what } » dépasse la taille permise. Une tuile a au plus 20 Mio. Rien n’a été gardé.
release-refused-too-many = Version refusée : elle a plus de fichiers que permis ({ $what }). Une tuile en a au plus 2 000. Rien n’a été gardé.
release-refused-compressed = Version refusée : le fichier est comprimé ({ $what } octets). Envoyez celui qu’écrit « parvis tile pack ».
release-refused-unreadable = Version refusée : le fichier ne se lit pas, ou il est coupé ({ $what }). Empaquetez la tuile de nouveau.
release-refused-traversal = Version refusée : le chemin « { $what } » sort du dossier de la tuile. Rien n’a été gardé.
release-refused-absolute-path = Version refusée : le chemin « { $what } » part de la racine d’un disque. Rien n’a été gardé.
release-refused-path-letters = Version refusée : le chemin « { $what } » a d’autres caractères que des lettres sans accent, des chiffres, « - », « _ » et « . », ou un nom qui commence par un point. Renommez le fichier.
release-refused-path-clash = Version refusée : « { $what } » porte le nom d’un autre fichier ou dossier, aux majuscules près. Renommez l’un des deux.
release-refused-link = Version refusée : « { $what } » est un lien. Une tuile n’a que de simples fichiers.
release-refused-device = Version refusée : « { $what } » est un périphérique. Une tuile n’a que de simples fichiers.
release-refused-not-a-file = Version refusée : « { $what } » n’est pas un simple fichier. Empaquetez la tuile avec « parvis tile pack ».
release-refused-duplicate = Version refusée : « { $what } » s’y trouve deux fois. Rien n’a été gardé.
release-refused-unlisted = Version refusée : « { $what } » n’est pas dans la liste des fichiers signés. Rien n’a été gardé.
release-refused-missing = Version refusée : il y manque « { $what } ». Empaquetez la tuile de nouveau.
release-refused-file-differs = Version refusée : « { $what } » n’est pas le fichier qui a été signé. Empaquetez la tuile de nouveau.
release-refused-manifest-unreadable = Version refusée : son manifeste ne se lit pas ({ $what }). Empaquetez la tuile de nouveau.
release-refused-manifest-not-canonical = Version refusée : « { $what } » n’est pas sous sa forme canonique. Empaquetez la tuile avec « parvis tile pack ».
release-refused-manifest-differs = Version refusée : son manifeste ne dit pas la même chose que sa tuile ({ $what }). Empaquetez la tuile de nouveau.
release-refused-unknown-key = Version refusée : la clé { $what } n’est pas de celles que le portail connaît. Demandez à son exploitant de l’inscrire.
release-refused-withdrawn-key = Version refusée : la clé { $what } a été retirée. Signez avec la nouvelle clé de l’équipe.
release-refused-wrong-signature = Version refusée : « { $what } » n’est pas la signature de ce manifeste. Rien n’a été gardé.
release-refused-other-team = Version refusée : « { $what } » est à une autre équipe. Rien n’a été gardé.
release-refused-not-as-packed = Version refusée : le paquet de « { $what } » a été modifié depuis qu’il est fait. Envoyez celui qu’écrit « parvis tile pack ».
release-refused-replayed = Version refusée : la version { $what } est déjà publiée. Donnez un numéro plus haut à la vôtre.
release-refused-lower-version = Version refusée : { $what } est plus ancienne que celle qui est en place. Pour reculer, utilisez « parvis tile rollback ».
release-refused-not-next = Version refusée : elle dit suivre { $what }, qui n’est pas la dernière publiée. Regardez ce qu’une autre personne a publié.
release-refused-unknown-backend = Version refusée : le portail ne connaît pas le système « { $what } ». Demandez à son exploitant de l’inscrire.
release-refused-uncertified-backend = Version refusée : aucune certification en vigueur pour le système « { $what } ». Demandez à l’exploitant du portail de la mettre à jour.
release-refused-unchecked-files = Version refusée : « { $what } » reçoit des fichiers, et ce portail n’a pas d’antivirus pour les vérifier.
release-refused-backend-abroad = Version refusée : le système « { $what } » garde des données confidentielles hors du Canada.

## Ce qu’une version d’un service peut faire de plus (`way` = more) ou de moins que celle d’avant.

release-change-tile =
    { $way ->
        [more] Un nouveau service est offert : { $what }
       *[other] Un service n’est plus offert : { $what }
    }
release-change-claim =
    { $way ->
        [more] Apprend ce renseignement sur la personne : { $what }
       *[other] N’apprend plus ce renseignement sur la personne : { $what }
    }
release-change-host =
    { $way ->
        [more] Peut demander ceci au portail : { $what }
       *[other] Ne peut plus demander ceci au portail : { $what }
    }
release-change-call =
    { $way ->
        [more] Peut faire cet appel à un système : { $what }
       *[other] Ne peut plus faire cet appel à un système : { $what }
    }
release-change-call-claim =
    { $way ->
        [more] Transmet un renseignement avec cet appel : { $what }
       *[other] Ne transmet plus un renseignement avec cet appel : { $what }
    }
release-change-files =
    { $way ->
        [more] Accepte ces fichiers : { $what }
       *[other] N’accepte plus ces fichiers : { $what }
    }
release-change-file-limit =
    { $way ->
        [more] Accepte plus de fichiers, en Mio au total : { $what }
       *[other] Accepte moins de fichiers, en Mio au total : { $what }
    }
release-change-level =
    { $way ->
        [more] Demande une connexion moins sûre, par niveau : { $what }
       *[other] Demande une connexion plus sûre, par niveau : { $what }
    }
release-change-age =
    { $way ->
        [more] S’ouvre à des personnes plus jeunes, en années : { $what }
       *[other] Ne s’ouvre qu’à des personnes plus âgées, en années : { $what }
    }
release-change-discreet =
    { $way ->
        [more] N’est plus montré discrètement : { $what }
       *[other] Est montré discrètement : { $what }
    }
release-change-link =
    { $way ->
        [more] Mène hors du portail : { $what }
       *[other] Ne mène plus hors du portail : { $what }
    }
release-change-kind =
    { $way ->
        [more] Devient un service d’une autre sorte : { $what }
       *[other] Reste un service de la même sorte : { $what }
    }
release-change-kept =
    { $way ->
        [more] Est gardé plus longtemps dans le portail, en heures : { $what }
       *[other] Est gardé moins longtemps dans le portail, en heures : { $what }
    }
release-change-privacy =
    { $way ->
        [more] Dit autre chose de la conservation et du but : { $what }
       *[other] Dit la même chose de la conservation et du but : { $what }
    }
