## La part du témoin indépendant.

part-witness = Votre témoin indépendant
part-witness-detail = Une personne de 18 ans ou plus qui comprend ce que vous demandez. Elle n’hérite pas de vous, ne tire aucun avantage de votre décès et ne vous donne pas elle-même vos soins. Sans témoin, écrivez à l’équipe : elle vous aidera à en trouver un.
part-witness-guest = Cette personne prépare une demande d’aide médicale à mourir et pense à vous comme témoin indépendant. Le témoin est présent quand elle signe sa demande, et signe aussi. Prenez votre temps. Vous pouvez refuser : il suffit de le lui dire. Pour en parler, Info-Social vous écoute au 811, option 2, jour et nuit.

witness-title = Vous, comme témoin
witness-given-name-label = Prénom
witness-family-name-label = Nom de famille
witness-phone-label = Téléphone
witness-phone-hint = Par exemple, 514 555-0123. L’équipe vous appelle pour fixer la rencontre.
witness-phone-error-required = Écrivez un numéro où l’équipe peut vous joindre.
witness-link-label = Comment connaissez-vous cette personne?
witness-link-friend = C’est une amie ou un ami
witness-link-neighbour = C’est une voisine, un voisin ou une connaissance
witness-link-relative = Elle est de ma famille
witness-link-relative-hint = Un membre de la famille qui hérite ne peut pas être témoin.
witness-link-volunteer = Je suis bénévole auprès d’elle
witness-link-other = Autrement
witness-understands-label = J’ai 18 ans ou plus et je comprends ce que cette personne demande.
witness-understands-error-declaration = Pour être témoin, il faut avoir 18 ans ou plus et comprendre la demande. Si vous avez des questions, parlez-en à l’équipe de soins avant d’envoyer.
witness-independent-label = Autant que je sache, je n’hérite pas de cette personne et je ne tire aucun avantage de son décès.
witness-independent-error-declaration = Une personne qui hérite ou qui tire un avantage du décès ne peut pas être témoin. Si c’est votre cas, dites-le à la personne qui vous a invité.
witness-no-care-label = Je ne dirige pas l’endroit où elle vit ou est soignée, et je ne lui donne pas moi-même des soins.
witness-no-care-error-declaration = Si vous dirigez cet endroit ou donnez des soins à cette personne, parlez-en à l’équipe de soins avant d’envoyer : elle vous dira si vous pouvez être témoin.
witness-times-label = Quand pourriez-vous être présent?
witness-times-hint = Par exemple : en semaine, après 16 h

witness-declaration = Ce que j’ai écrit est vrai, autant que je sache. J’accepte que l’équipe des soins de fin de vie me joigne pour la signature.

message-witness = L’équipe a la part de votre témoin
message-witness-detail = Votre témoin a rempli sa part. L’équipe communiquera avec vous deux pour fixer la rencontre.
