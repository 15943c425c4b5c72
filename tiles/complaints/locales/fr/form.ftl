## Les questions du suivi des plaintes.

you-title = Vous
you-lead = Dites-nous qui vous êtes et comment vous joindre. Nous avons rempli ce que nous savons déjà : corrigez-le au besoin.

given-name-label = Prénom
given-name-error-required = Écrivez votre prénom.
family-name-label = Nom de famille
family-name-error-required = Écrivez votre nom de famille.
birth-date-label = Date de naissance
birth-date-hint = Par exemple, 27 3 1984
health-insurance-number-label = Numéro d’assurance maladie
health-insurance-number-hint = Quatre lettres et huit chiffres, sur votre carte d’assurance maladie. Il nous aide à trouver votre dossier plus vite.

for-whom-label = Qui a reçu les soins ou les services?
for-whom-me = Moi
for-whom-child = Mon enfant de moins de 14 ans
for-whom-relative = Une personne que je représente
for-whom-relative-hint = Un parent, une conjointe, un ami, une personne dont vous êtes mandataire
for-whom-deceased = Une personne décédée
for-whom-deceased-hint = Vous êtes son héritière, son héritier ou la personne qui la représente

reach-label = Comment préférez-vous que nous vous répondions?
reach-email = Par courriel
reach-phone = Par téléphone
reach-mail = Par la poste

event-title = Ce qui s’est passé
event-lead = Racontez-nous les faits, avec vos mots. Il n’y a pas de mauvaise façon de le dire.

person-name-label = Nom de la personne qui a reçu les soins
person-name-error-required = Écrivez le nom de la personne qui a reçu les soins.
person-consent-label = J’ai l’accord de cette personne pour porter plainte en son nom, ou je la représente selon la loi.
person-consent-error-declaration = Pour porter plainte au nom d’une autre personne, confirmez que vous avez son accord ou que vous la représentez.

place-label = Où cela s’est-il passé?
place-hint = L’hôpital, le CLSC, la clinique, la résidence ou le service. Par exemple : urgence de l’hôpital Exemple
place-postal-code-label = Code postal de cet endroit
place-postal-code-hint = Si vous le connaissez. Par exemple, H2X 1Y4
event-date-label = Quand cela s’est-il passé?
event-date-hint = Le premier jour, si cela a duré. Une date approximative suffit.

subjects-label = De quoi voulez-vous nous parler?
subjects-hint = Cochez tout ce qui convient.
subjects-care = Les soins et les services reçus
subjects-care-hint = Un traitement, un suivi, un médicament
subjects-access = L’accès et l’attente
subjects-access-hint = Un délai, un refus, un rendez-vous impossible à obtenir
subjects-relations = La façon dont on m’a parlé ou écouté
subjects-organization = L’organisation du milieu
subjects-organization-hint = Le transport, les repas, la propreté, le stationnement
subjects-rights = Mes droits
subjects-rights-hint = La confidentialité, le consentement, l’accès au dossier, la langue
subjects-environment = La sécurité des lieux
subjects-money = Des frais demandés
subjects-other = Autre chose

story-label = Que s’est-il passé?
story-hint = Qui était présent, ce qui a été dit ou fait, ce que cela a changé pour vous.
story-error-too-short = Dites-en un peu plus : une ou deux phrases suffisent pour que nous comprenions.
wait-hours-label = Si vous avez attendu, combien d’heures?
wait-hours-hint = Un nombre entier. Laissez vide si l’attente n’est pas en cause.

documents-title = Vos documents
documents-lead = Une lettre, un relevé, une photo : ajoutez ce qui aide à comprendre. Ce n’est pas obligatoire.

attached-files-label = Documents à joindre
attached-files-hint = Cachez ce qui ne concerne pas votre plainte. Les originaux restent chez vous.

answer-title = La réponse que vous attendez
answer-lead = Dernière page. Vous pourrez tout relire avant d’envoyer.

support-label = De l’aide pour vous
support-hint =
    Le centre d’assistance et d’accompagnement aux plaintes de votre région peut vous aider, gratuitement et en toute confidentialité, à chaque étape.
    Porter plainte ne change rien aux soins que vous recevez : la loi interdit les représailles.

spoken-label = En avez-vous déjà parlé avec quelqu’un sur place?
spoken-hint = Ce n’est pas obligatoire. Cela nous évite de vous faire répéter.
hoped-label = Qu’est-ce qui améliorerait les choses?
hoped-hint = Une explication, des excuses, un changement, autre chose.
email-label = Courriel
email-error-required = Écrivez votre adresse de courriel.
email-hint = Nous y envoyons seulement une invitation à vous connecter, jamais le contenu de votre plainte.
phone-label = Téléphone
phone-error-required = Écrivez votre numéro de téléphone.
phone-hint = Par exemple, 514 555-0123. Ajoutez le poste, s’il y en a un.
home-label = Adresse postale
home-error-required = Écrivez votre adresse postale.

truth-declaration = Ce que j’ai écrit est vrai, autant que je sache. J’accepte que la commissaire ou le commissaire aux plaintes lise mes réponses et consulte les documents nécessaires pour étudier ma plainte.
