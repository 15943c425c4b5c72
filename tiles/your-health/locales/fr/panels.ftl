## Ce que le dossier de santé dit de la personne.
appointments-panel = Vos rendez-vous
appointments-empty = Aucun rendez-vous n’est prévu. Ceux que vous prendrez paraîtront ici.
appointments-place-fact = Endroit
appointments-with-fact = Avec
appointments-status-fact = État
appointments-blood-test = Prise de sang
appointments-family-doctor = Rencontre avec votre médecin de famille
appointments-imaging = Examen d’imagerie
appointments-confirmed = Confirmé
appointments-to-confirm = À confirmer avec la clinique

results-panel = Vos résultats
results-empty = Aucun résultat récent.
results-status-fact = État
results-place-fact = Demandé par
results-blood-count = Formule sanguine
results-cholesterol = Bilan lipidique (cholestérol)
results-ready = Prêt : la clinique vous appelle s’il y a quelque chose à vous dire
results-under-way = En cours d’analyse

vaccines-panel = Vos vaccins
vaccines-empty = Aucun vaccin n’est inscrit. Le registre peut être incomplet pour les vaccins reçus avant 2014.
vaccines-dose-fact = Dose
vaccines-place-fact = Endroit
vaccines-influenza = Grippe
vaccines-covid-19 = COVID-19
vaccines-tetanus = Tétanos et diphtérie
vaccines-dose-of = { $dose } sur { $of }

## Ce que la pharmacie en dit.
prescriptions-panel = Vos ordonnances
prescriptions-empty = Aucune ordonnance en cours.
prescriptions-directions-fact = Comment le prendre
prescriptions-renewals-fact = Renouvellements restants
prescriptions-until-fact = Valide jusqu’au
prescriptions-once-a-day = Une fois par jour
prescriptions-twice-a-day = Deux fois par jour
prescriptions-as-needed = Au besoin

pharmacy-panel = Votre pharmacie
pharmacy-empty = Aucune pharmacie n’est inscrite à votre dossier.
pharmacy-name-fact = Nom
pharmacy-phone-fact = Téléphone
pharmacy-ready-on-fact = Prochain renouvellement prêt
