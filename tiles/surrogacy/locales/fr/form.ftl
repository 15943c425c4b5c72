## Les questions pour inscrire un projet de grossesse pour autrui.
people-section = Vous et votre projet
household-section = Votre foyer
carrier-section = La personne qui portera l’enfant
steps-section = Les étapes avant la grossesse
support-section = Être accompagné

you-title = Vous
you-lead = Ce que votre service d’identité nous dit de vous est déjà écrit.
given-name-label = Prénom
family-name-label = Nom de famille
birth-date-label = Date de naissance
birth-date-hint = Par exemple, 27 3 1984
phone-label = Téléphone
phone-hint = Par exemple, 514 555-0123
phone-error-required = Écrivez votre numéro de téléphone.
home-label = Votre adresse
home-error-required = Écrivez votre adresse.

project-title = Votre projet
project-lead = Trois questions pour vous montrer seulement ce qui vous concerne.
parents-label = Qui deviendra parent?
parents-alone = Moi, sans autre parent
parents-couple = Moi et une autre personne
parents-couple-hint = Votre conjointe, votre conjoint ou une autre personne qui sera parent avec vous
carrier-known-label = Connaissez-vous la personne qui portera l’enfant?
carrier-known-hint = Si ce n’est pas encore le cas, vous pouvez quand même inscrire votre projet.
gametes-label = D’où viendront l’ovule et le spermatozoïde?
gametes-ours = D’au moins un des parents
gametes-donor = De dons
gametes-undecided = Je ne sais pas encore
gametes-help =
    La personne qui porte l’enfant ne donne pas l’ovule dans la plupart des projets.
    Votre réponse sert à préparer le droit de l’enfant de connaître ses origines. Vous pourrez la préciser plus tard.

partner-title = L’autre parent
partner-lead = La personne avec qui vous formez ce projet.
partner-given-name-label = Son prénom
partner-family-name-label = Son nom de famille
partner-birth-date-label = Sa date de naissance
partner-birth-date-hint = Par exemple, 14 9 1982
partner-birth-date-error-date-late = L’autre parent doit avoir 18 ans ou plus.
partner-consent-label = Cette personne sait que je donne ces renseignements et elle est d’accord.
partner-consent-error-declaration = Pour inscrire un projet à deux, confirmez que l’autre personne est d’accord.

children-title = Les enfants du foyer
children-lead = Ajoutez chaque enfant qui est déjà le vôtre. S’il n’y en a pas, continuez.
children-label = Vos enfants
children-hint = Ceux de l’autre parent aussi, s’il y a lieu.
children-entry = Enfant { $number }
children-add = Ajouter un enfant
child-name-label = Son prénom
child-name-error-required = Écrivez le prénom de l’enfant.
child-birth-date-label = Sa date de naissance
child-birth-date-hint = Par exemple, 3 11 2019
child-lives-label = Vit-il avec vous?
child-lives-always = Oui, tout le temps
child-lives-sometimes = Oui, une partie du temps
child-lives-elsewhere = Non, ailleurs

home-life-title = La vie à la maison
adults-label = Combien d’adultes vivent chez vous, vous compris?
home-note-label = Y a-t-il autre chose à savoir de votre foyer?
home-note-hint = Par exemple : un déménagement prévu, un proche dont vous prenez soin

carrier-title = La personne qui portera l’enfant
carrier-lead = Elle recevra sa propre invitation à confirmer. Rien n’avance sans son accord.
carrier-given-name-label = Son prénom
carrier-family-name-label = Son nom de famille
carrier-birth-date-label = Sa date de naissance
carrier-birth-date-hint = Elle doit avoir 21 ans ou plus. Par exemple, 8 2 1990
carrier-birth-date-error-date-late = La personne qui portera l’enfant doit avoir 21 ans ou plus.
carrier-link-label = Comment la connaissez-vous?
carrier-link-family = Elle est de la famille
carrier-link-friend = C’est une amie ou une connaissance
carrier-link-met = Nous nous sommes rencontrés pour ce projet
carrier-place-label = Où vit-elle?
carrier-place-quebec = Au Québec
carrier-place-canada = Ailleurs au Canada
carrier-place-abroad = Hors du Canada
carrier-aware-label = Cette personne sait qu’elle peut mettre fin au projet ou à la grossesse à tout moment, et qu’elle seule décide de ce qui touche à son corps.
carrier-aware-error-declaration = Confirmez que cette personne connaît ses droits. Si vous n’en êtes pas certain, parlez-en d’abord ensemble.

carrier-abroad-title = Un projet hors du Québec
abroad-rules-label = Une autorisation est nécessaire
abroad-rules-hint =
    Quand la personne qui portera l’enfant vit hors du Québec, le projet doit être autorisé avant la grossesse.
    Votre notaire vous dira quels États le Québec reconnaît et quels documents préparer.
authorization-label = Avez-vous déjà demandé cette autorisation?
abroad-place-label = Dans quelle province ou quel pays vit cette personne?

meetings-title = Les rencontres d’information
meetings-lead = Chacun doit en suivre une avant de signer la convention. Ajoutez celles qui ont eu lieu.
meetings-label = Rencontres suivies
meetings-hint = Aucune pour l’instant? Continuez : nous vous dirons comment en trouver une.
meetings-entry = Rencontre { $number }
meetings-add = Ajouter une rencontre
meeting-who-label = Qui y était?
meeting-who-me = Moi
meeting-who-partner = L’autre parent
meeting-who-carrier = La personne qui portera l’enfant
meeting-date-label = Quel jour?
meeting-date-hint = Par exemple, 12 5 2026
meeting-with-label = Avec quelle professionnelle ou quel professionnel?
meeting-with-hint = Le nom de la travailleuse sociale, du psychologue ou de la personne reconnue
meeting-carrier-alone-label = La personne qui portera l’enfant a-t-elle été rencontrée seule?
meeting-carrier-alone-hint = Elle y a droit, pour parler librement.

notary-title = La ou le notaire
notary-lead = La convention se signe devant notaire, avant la grossesse.
notary-chosen-label = Avez-vous choisi votre notaire?
notary-name-label = Son nom
signing-date-label = Date prévue pour signer la convention
signing-date-hint = Une date approximative suffit.

medical-title = La démarche médicale
pregnancy-rule-label = Avant la grossesse
pregnancy-rule-hint = La convention doit être signée avant la conception. Sinon, la filiation de l’enfant peut être plus longue à établir.
conception-label = Où en est la démarche médicale?
conception-not-started = Elle n’est pas commencée
conception-planned = Un premier rendez-vous est pris
conception-under-way = Un traitement est en cours, ou une grossesse est commencée
conception-under-way-hint = Nous vous appellerons rapidement pour vous guider.
clinic-label = Clinique de procréation assistée
clinic-hint = Si vous en avez choisi une

support-title = De quoi avez-vous besoin?
needs-label = Ce qui vous aiderait
needs-hint = Cochez tout ce qui convient, ou rien.
needs-information = De l’information sur les étapes
needs-listening = Parler à quelqu’un
needs-legal = Comprendre la convention et la filiation
needs-medical = Trouver une clinique
reach-label = Comment préférez-vous être joint?
reach-email = Par courriel
reach-phone = Par téléphone
email-label = Courriel
email-hint = Nous y envoyons seulement une invitation à vous connecter.
email-error-required = Écrivez votre adresse de courriel.
message-label = Un mot pour l’équipe

truth-declaration = Ce que j’ai écrit est vrai, autant que je sache. Je comprends que l’inscription de mon projet n’est pas une convention et ne remplace pas la rencontre d’information.
