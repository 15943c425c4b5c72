## Le passeport d’un service : ce qu’il reçoit de la personne, et pourquoi.

passport-link = Ce que ce service reçoit de vous
passport-title = Passeport : { $service }
passport-lead = Qui publie ce service, ce que chaque système derrière lui reçoit de vous, et pourquoi. Ces renseignements viennent du service tel qu’il est signé : il ne peut rien faire d’autre.
passport-team = Publié par
passport-version = Version
passport-since = En ligne depuis
passport-with-portal = Fourni avec le portail
passport-changed = Permissions modifiées
passport-receives = Ce qu’il reçoit
passport-receives-nothing = Rien. Ce service se lit seulement : il ne transmet rien sur vous.
passport-elsewhere = Ce service est ailleurs, à { $host }. Le portail ne lui transmet rien sur vous; ce que vous y écrivez suit ses propres règles.
passport-abroad = Ce système garde ses données hors du Canada ({ $country }).
passport-what-answers = Quand vous envoyez une demande : vos réponses
passport-what-files = Les fichiers que vous y joignez
passport-what-opening = Quand vous ouvrez le service : que c’est vous
passport-what-doing = Ce que vous faites dans le service, par exemple changer un rendez-vous
passport-claim-given-name = votre prénom
passport-claim-family-name = votre nom de famille
passport-claim-birthdate = votre date de naissance
passport-claim-email = votre courriel
passport-pseudonym = Chaque organisation vous connaît sous un numéro qui n’est qu’à elle, et ne peut pas le comparer à celui d’une autre. Aucune ne reçoit votre adresse Internet.
passport-purpose = Pourquoi
passport-retention = Combien de temps
