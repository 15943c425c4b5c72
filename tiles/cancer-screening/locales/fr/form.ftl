## Les questions pour demander un examen de dépistage.
you-title = Vous
you-lead = Ce que votre service d’identité nous dit de vous est déjà écrit.
given-name-label = Prénom
family-name-label = Nom de famille
birth-date-label = Date de naissance
birth-date-hint = Par exemple, 27 3 1964
health-insurance-number-label = Numéro d’assurance maladie
health-insurance-number-hint = Quatre lettres et huit chiffres, sur votre carte d’assurance maladie
health-insurance-number-help =
    Il est écrit en gros sur la carte, par exemple TREA 6453 2712. Avec ou sans espaces, en majuscules ou non.
    Votre carte est échue ou perdue? Le numéro reste le même. La Régie de l’assurance maladie vous le redonne au 1 800 561-9749.
health-insurance-number-error-required = Écrivez votre numéro d’assurance maladie : il sert à trouver votre dernier examen.
phone-label = Téléphone
phone-hint = Pour vous proposer un rendez-vous. Par exemple, 514 555-0123
phone-error-required = Écrivez votre numéro de téléphone.

screening-title = L’examen
screening-label = Quel examen voulez-vous passer?
screening-breast = La mammographie
screening-breast-hint = Dépistage du cancer du sein, de 50 à 74 ans
screening-colorectal = Le test à faire à la maison
screening-colorectal-hint = Dépistage du cancer colorectal, de 50 à 74 ans
screening-cervical = Le test VPH
screening-cervical-hint = Dépistage du cancer du col de l’utérus, de 25 à 65 ans
screening-help = Vous n’avez pas l’âge indiqué, mais quelqu’un de votre famille a eu un cancer? Parlez-en à une ou un médecin : d’autres examens existent, à d’autres âges.
letter-label = Avez-vous reçu une lettre d’invitation?
letter-hint = Vous pouvez demander l’examen sans lettre.
symptoms-label = Avez-vous un symptôme qui vous inquiète?
symptoms-hint = Une bosse, du sang dans les selles, un saignement inhabituel, une douleur qui dure

see-someone-title = Un symptôme n’attend pas
see-someone-now-label = Parlez-en maintenant
see-someone-now-hint =
    Le dépistage est fait pour les personnes sans symptôme. Avec un symptôme, il faut voir une ou un médecin sans attendre l’examen.
    Appelez votre clinique, ou Info-Santé au 811, jour et nuit. Ce n’est souvent rien de grave.
seen-label = Avez-vous vu quelqu’un à ce sujet?
seen-seen = Oui
seen-booked = J’ai un rendez-vous
seen-not-yet = Pas encore
seen-not-yet-hint = Une infirmière vous appellera d’ici deux jours ouvrables.

kit-title = Votre trousse
kit-lead = Elle arrive par la poste, avec tout ce qu’il faut et une enveloppe pour la retourner.
kit-address-label = Où l’envoyer?
kit-address-error-required = Écrivez l’adresse où envoyer la trousse.
kit-language-label = Dans quelle langue voulez-vous les instructions?
kit-language-french = En français
kit-language-english = En anglais

appointment-title = Votre rendez-vous
near-label = Code postal près duquel vous voulez passer l’examen
near-hint = Chez vous ou près de votre travail. Par exemple, G1R 4S9
moments-label = Quels moments vous conviennent?
moments-morning = Le matin
moments-afternoon = L’après-midi
moments-evening = Le soir
moments-weekend = La fin de semaine
implants-label = Avez-vous des implants mammaires?
implants-hint = L’examen est possible. Il est un peu plus long.
sampling-label = Comment préférez-vous le prélèvement?
sampling-professional = Par une ou un professionnel
sampling-self = Par moi-même, là où c’est offert
sampling-unsure = Je veux d’abord en parler
last-exam-label = Date de votre dernier examen de ce genre
last-exam-hint = Si vous en avez déjà passé un. Une date approximative suffit.

ease-title = Pour que tout se passe bien
ease-lead = Rien n’est obligatoire ici. Dites-nous ce qui vous aiderait.
ease-label = Ce qui vous aiderait
ease-hint = Cochez tout ce qui convient, ou rien.
ease-interpreter = Un interprète
ease-mobility = Un lieu accessible en fauteuil roulant
ease-companion = Être accompagné d’un proche
ease-anxiety = Prendre plus de temps : cet examen m’inquiète
ease-language-label = Si vous voulez un interprète, dans quelle langue?
ease-note-label = Autre chose à savoir?

truth-declaration = Ce que j’ai écrit est vrai, autant que je sache. J’accepte que le programme consulte la date et le résultat de mes examens de dépistage passés.
