## Ce que la personne lit à chaque étape de sa préparation.
status-received = L’équipe a reçu votre préparation.
status-received-detail = Une infirmière ou un infirmier vous joindra de la façon que vous avez choisie.
status-assessment = L’équipe prépare votre rencontre.
status-assessment-detail = Comptez environ { $days } jours. Vous pouvez lui écrire ici à tout moment.
status-to-sign = Le formulaire de votre demande est prêt à lire.
status-to-sign-detail = Prenez votre temps. Il se signe sur papier, avec votre équipe et votre témoin.
status-ready = L’équipe a tout ce qu’il faut.
status-ready-detail = La suite se décide avec elle, à votre rythme. Vous pouvez changer d’avis quand vous voulez.

next-1 = L’équipe des soins de fin de vie lit votre préparation. Elle seule la lit.
next-2 = Si vous avez pensé à un témoin, vous pouvez l’inviter dès maintenant, sur la page de votre démarche.
next-3 = Une infirmière ou un infirmier vous joint, d’habitude dans les deux jours. Vous pouvez vous arrêter à tout moment.

## Ce que l’équipe demande, écrit et remet.
task-sign = Lisez le formulaire, à signer avec votre équipe
task-sign-detail =
    Ce formulaire est votre demande écrite. Lisez-le à votre rythme et notez vos questions.
    Il ne se signe pas ici. Vous le signez et le datez sur papier, devant une ou un professionnel de la santé, en présence de votre témoin. L’équipe l’apporte à la rencontre.

message-nurse = Qui s’occupe de votre préparation
message-nurse-detail =
    { $name }, de l’équipe des soins de fin de vie, a lu votre préparation. Merci de votre confiance.
    Écrivez ici ce qui vous inquiète ou ce dont vous avez besoin : c’est lu chaque jour.
message-read = Votre message a été lu
message-read-detail = Merci de nous avoir écrit. L’équipe en parlera avec vous.

document-request-form = Formulaire de demande, à lire avant la rencontre

withdrawal-lead = Vous pouvez vous arrêter ici, sans donner de raison. Vos autres soins continuent, et vous pourrez revenir si vous le souhaitez un jour.
