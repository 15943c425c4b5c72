## La part d’une autre personne : un témoin, par exemple. D’abord pour qui l’invite.

request-parts = La part d’une autre personne
step-part-answered = { $title } : l’autre personne a rempli sa part.

part-open = Personne n’est invité
part-invited = Invitation à remettre
part-taken = Invitation acceptée
part-expired = Invitation échue
part-answered = C’est fait
part-received = C’est fait, reçu par le service
part-means-open = Quand vous serez prêt, faites un code et remettez-le à la personne de votre choix.
part-means-invited = Le code n’a pas encore été utilisé.
part-means-taken = La personne a utilisé le code. Elle n’a pas encore envoyé sa part.
part-means-expired = Le temps prévu est passé. Vous pouvez faire un nouveau code.
part-means-answered = La personne a envoyé sa part. Nous la remettons au service dès que possible.
part-means-received = La personne a envoyé sa part et le service l’a reçue.
part-until = À faire d’ici le { $when }.
part-answered-at = Envoyée le { $when }.
part-code = Le code à remettre
part-code-how = Donnez-le de vive voix ou sur papier, à une seule personne. Elle se connecte à son propre dossier { $portal }, ouvre « J’ai un code d’invitation » depuis l’accueil, et l’écrit. Il sert une fois.
part-shown = Ce que chacun voit
part-shown-to-them = L’autre personne voit votre nom et le nom du service. Elle ne voit rien de vos réponses.
part-shown-to-you = Vous voyez si c’est fait. Vous ne voyez pas ce que l’autre personne a écrit.
part-invite = Faire un code d’invitation
part-invite-again = Faire un nouveau code
part-revoke = Annuler l’invitation

## Pour la personne invitée.

invitations-title = J’ai un code d’invitation
invitations-lead = Quelqu’un vous a remis un code pour que vous remplissiez une part de sa démarche. Écrivez-le ici : il s’ouvre dans votre propre dossier.
invitations-code = Code d’invitation
invitations-code-hint = Par exemple, 4MX2-9QTB-7RK. Les majuscules et les traits d’union n’importent pas.
invitations-open = Ouvrir
invitations-taken = Invitations acceptées
invitations-error-slip = Ce code contient une erreur. Vérifiez chaque lettre et chaque chiffre, puis réessayez.
invitations-error-nothing = Ce code n’ouvre rien. Il a peut-être déjà servi, ou la personne l’a annulé : demandez-lui-en un autre.
invitations-error-own = Ce code est le vôtre. Remettez-le à une autre personne : elle l’écrira dans son propre dossier.
invitation-to-do = À remplir
invitation-sent = Envoyée, en route vers le service
invitation-received = Envoyée, reçue par le service
invitation-over = Ne tient plus
invitation-means-to-do = Vous pouvez la remplir.
invitation-means-sent = Merci. Vos réponses sont gardées ici, et nous les remettons au service dès que possible : vous n’avez rien à faire.
invitation-means-received = Merci. Le service a vos réponses : vous n’avez rien à faire.
invitation-means-over = La personne l’a annulée, sa démarche a pris fin, ou le temps prévu est passé. Si vous pensiez la remplir, demandez-lui un nouveau code.
invitation-from = { $name } vous invite.
invitation-private = Vos réponses vont au service. La personne qui vous invite voit seulement que c’est fait.
invitation-send = Envoyer ma part
