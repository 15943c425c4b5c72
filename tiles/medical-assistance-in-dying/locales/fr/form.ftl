## Les questions pour préparer une demande d’aide médicale à mourir.
person-section = Vous
wish-section = Ce que vous vivez et souhaitez
care-section = Vos soins
signing-section = La rencontre et la signature
freedom-section = Votre liberté

you-title = Vous
you-lead = Ce que votre service d’identité nous dit de vous est déjà écrit.
given-name-label = Prénom
family-name-label = Nom de famille
birth-date-label = Date de naissance
birth-date-hint = Par exemple, 27 3 1958
health-insurance-number-label = Numéro d’assurance maladie
health-insurance-number-hint = Quatre lettres et huit chiffres, sur votre carte. Il faut être couvert par l’assurance maladie du Québec.
health-insurance-number-error-required = Écrivez votre numéro d’assurance maladie.

contact-title = Vous joindre avec discrétion
contact-lead = Choisissez ce qui vous convient. Nous ne disons à personne d’autre pourquoi nous appelons.
reach-label = Comment préférez-vous que l’équipe vous joigne?
reach-portal = Par un message ici
reach-phone = Par téléphone
reach-visit = Par une visite, après un appel
phone-label = Téléphone
phone-hint = Par exemple, 514 555-0123. L’équipe ne s’en sert que si c’est nécessaire.
phone-error-required = Écrivez un numéro où l’équipe peut vous joindre.
voice-mail-label = Pouvons-nous laisser un message dans votre boîte vocale?
voice-mail-hint = Il dirait seulement de rappeler l’équipe de soins.
language-help-label = Avez-vous besoin d’un interprète ou d’une aide pour communiquer?
language-help-hint = La langue, la langue des signes, un tableau : dites ce qui vous aide. C’est gratuit.

wish-title = Ce que vous souhaitez
wish-lead = Il n’y a pas de mauvaise réponse, et vous pourrez changer.
kind-label = Qu’aimeriez-vous préparer?
kind-now = Une demande pour maintenant
kind-now-hint = Votre maladie ou votre état vous fait souffrir aujourd’hui.
kind-advance = Une demande anticipée
kind-advance-hint = Une maladie vous fera perdre la capacité de consentir, et vous voulez décider à l’avance.
kind-talk = Une conversation, pour comprendre
kind-talk-hint = Rien n’est demandé : l’équipe vous rencontre et répond à vos questions.
already-talked-label = En avez-vous déjà parlé avec une ou un professionnel de la santé?

advance-title = La demande anticipée
advance-rules-label = Comment elle se fait
advance-rules-hint =
    Vous la préparez avec une ou un professionnel compétent, pendant que vous êtes apte à consentir.
    Elle décrit les souffrances que vous jugeriez insupportables. Elle se fait par acte notarié ou devant deux témoins, puis elle est inscrite à un registre.
diagnosis-label = Quelle maladie a été diagnostiquée?
diagnosis-error-required = Écrivez le nom de la maladie, comme on vous l’a dit.
trusted-person-label = Pensez-vous nommer une personne de confiance?
trusted-person-hint = Elle avertira l’équipe quand elle croira que le moment est venu. Vous pouvez en nommer deux.

health-title = Ce que vous vivez
health-lead = Avec vos mots. Quelques phrases suffisent : l’équipe vous écoutera de vive voix.
illness-label = De quoi souffrez-vous?
illness-hint = La maladie ou la déficience, et ce qu’elle change dans votre vie.
illness-error-required = Dites en quelques mots de quoi vous souffrez.
suffering-label = Qu’est-ce qui est insupportable pour vous?
suffering-hint = Dans votre corps ou dans votre esprit.
suffering-error-required = Dites en quelques mots ce qui est insupportable pour vous.
hardest-label = Ce qui pèse le plus
hardest-hint = Cochez tout ce qui convient, ou rien.
hardest-pain = La douleur
hardest-breathing = La difficulté à respirer
hardest-fatigue = L’épuisement
hardest-dependence = La perte d’autonomie
hardest-distress = La détresse
hardest-other = Autre chose

team-title = Les personnes qui vous soignent
professional-known-label = Y a-t-il une personne avec qui vous aimeriez faire cette démarche?
professional-name-label = Son nom et sa profession
professional-name-hint = Médecin, infirmière praticienne, infirmier, travailleuse sociale
care-place-label = Où recevez-vous vos soins?
care-place-hint = L’hôpital, le CLSC, la maison de soins palliatifs ou la clinique

comfort-title = D’autres soins
palliative-label = Les soins palliatifs
palliative-hint = Ils soulagent la douleur et accompagnent vos proches et vous. Les recevoir n’enlève rien à votre demande.
palliative-care-label = Recevez-vous des soins palliatifs?
palliative-care-receiving = Oui
palliative-care-wanted = Non, mais j’aimerais en recevoir
palliative-care-declined = Non, et je n’en souhaite pas
palliative-care-unsure = J’aimerais en parler
support-label = Ce qui vous aiderait, vous ou vos proches
support-hint = Cochez tout ce qui convient, ou rien.
support-listening = Parler à quelqu’un
support-spiritual = Un accompagnement spirituel
support-relatives = Du soutien pour mes proches
support-children = De l’aide pour en parler à des enfants

signing-title = La signature
signing-rules-label = Comment la demande se signe
signing-rules-hint =
    La demande se fait par écrit. Vous la signez et la datez devant une ou un professionnel de la santé, qui la signe aussi. Un témoin indépendant est présent.
    Rien ne se signe ici. Le formulaire vous sera remis pour que vous puissiez le lire avant.
can-sign-label = Pourrez-vous signer vous-même?
can-sign-myself = Oui
can-sign-someone = Non, quelqu’un signera pour moi, devant moi
can-sign-unsure = Je ne sais pas encore
witness-thought-of-label = Avez-vous pensé à une personne qui serait votre témoin?
witness-thought-of-hint = Vous pourrez l’inviter après l’envoi, avec un code que vous lui remettrez. Sinon, l’équipe vous aidera à en trouver une.

proxy-title = La personne qui signera pour vous
proxy-rules-label = Qui cela peut être
proxy-rules-hint = Une personne majeure et apte, qui ne fait pas partie de votre équipe de soins. Elle signe devant vous.
proxy-name-label = Son nom
proxy-name-error-required = Écrivez le nom de la personne qui signera pour vous.
proxy-fit-label = Cette personne a 18 ans ou plus, ne fait pas partie de mon équipe de soins et accepte de signer pour moi.
proxy-fit-error-declaration = Pour continuer, confirmez que cette personne peut signer pour vous. Sinon, revenez à la page précédente et choisissez une autre réponse.

place-title = La rencontre
meeting-place-label = Où aimeriez-vous rencontrer l’équipe?
meeting-place-home = Chez moi
meeting-place-hospital = À l’hôpital
meeting-place-hospice = Dans une maison de soins palliatifs
meeting-place-residence = Dans la résidence où je vis
meeting-address-label = L’adresse, si c’est chez vous
meeting-times-label = Les moments qui vous conviennent
meeting-times-hint = Par exemple : en après-midi, quand ma fille est là

freedom-title = Votre liberté
freedom-lead = Dernière page. Vous pourrez tout relire avant d’envoyer.
rights-label = Vous décidez, du début à la fin
rights-hint =
    Personne ne peut vous presser. Vous pouvez retirer votre demande ou repousser le moment quand vous voulez, d’un mot ou d’un geste.
    Vos soins sont les mêmes, que vous alliez plus loin ou non.
freely-label = C’est moi qui le souhaite. Personne ne me presse.
freely-error-declaration = Si quelqu’un vous presse, vous pouvez vous arrêter ici et en parler à Info-Social, au 811, option 2. Sinon, cochez cette case pour continuer.
may-change-label = Je sais que je peux changer d’avis à tout moment.
may-change-error-declaration = Cochez cette case pour continuer : vous pouvez changer d’avis à tout moment.
anything-else-label = Y a-t-il autre chose à dire à l’équipe?
anything-else-hint = Une crainte, une question, une personne à prévenir ou à ne pas prévenir

truth-declaration = Ce que j’ai écrit est vrai, autant que je sache. Je comprends que cet envoi prépare ma demande et ne la remplace pas : elle se signe avec mon équipe de soins.
