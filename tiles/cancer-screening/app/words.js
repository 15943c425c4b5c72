// What people read, in both languages.

const fr = {
  appointments: "Vos rendez-vous",
  letters: "Vos lettres de résultat",
  loading: "Nous cherchons votre dossier…",
  breast: "Mammographie",
  colonoscopy: "Coloscopie",
  colorectal: "Test à faire à la maison",
  cervical: "Test VPH",
  confirmed: "Confirmé",
  tentative: "À confirmer",
  minutes: (count) => `Environ ${count} minutes`,
  noAppointments: "Vous n’avez pas de rendez-vous pour le moment.",
  noLetters: "Aucune lettre pour le moment. Elles arrivent ici de deux à trois semaines après l’examen.",
  ask: "Demander un examen",
  change: "Changer de moment",
  changeOf: (test) => `Changer le moment de votre rendez-vous : ${test}`,
  choose: "Quel moment vous convient?",
  note: "Voulez-vous préciser quelque chose? (facultatif)",
  noteHint: "Par exemple, si vous venez en fauteuil roulant. 300 caractères au plus.",
  confirm: "Confirmer ce moment",
  keep: "Garder mon rendez-vous",
  choosing: "Nous cherchons les moments libres…",
  noSlots: "Aucun autre moment n’est libre dans les prochaines semaines. Votre rendez-vous n’a pas changé.",
  pick: "Choisissez un moment.",
  moved: (when) => `C’est fait. Votre rendez-vous est maintenant le ${when}.`,
  taken: "Quelqu’un vient de prendre ce moment. Votre rendez-vous n’a pas changé : choisissez-en un autre.",
  kept: "Votre rendez-vous n’a pas changé.",
  sentOn: (day) => `Envoyée le ${day}`,
  normal: "Rien d’anormal",
  more: "Un autre examen vous est proposé",
  download: "Télécharger la lettre (PDF)",
  downloadOf: (test, day) => `Télécharger la lettre (PDF) : ${test}, ${day}`,
  downloaded: "La lettre est téléchargée.",
  notDownloaded: "La lettre n’a pas pu être téléchargée. Elle est encore là : réessayez dans un instant.",
  failing: "Quelque chose n’a pas fonctionné de notre côté. Rien n’est perdu.",
  down: "Le programme de dépistage ne répond pas pour le moment. Vos rendez-vous tiennent toujours.",
  again: "Essayer de nouveau",
};

const en = {
  appointments: "Your appointments",
  letters: "Your result letters",
  loading: "We are looking for your file…",
  breast: "Mammogram",
  colonoscopy: "Colonoscopy",
  colorectal: "Home test",
  cervical: "HPV test",
  confirmed: "Confirmed",
  tentative: "To be confirmed",
  minutes: (count) => `About ${count} minutes`,
  noAppointments: "You have no appointments right now.",
  noLetters: "No letters right now. They come here two to three weeks after the test.",
  ask: "Ask for a test",
  change: "Change the time",
  changeOf: (test) => `Change the time of your appointment: ${test}`,
  choose: "Which time suits you?",
  note: "Is there anything you want to add? (optional)",
  noteHint: "For example, that you come in a wheelchair. 300 characters at most.",
  confirm: "Confirm this time",
  keep: "Keep my appointment",
  choosing: "We are looking for free times…",
  noSlots: "No other time is free in the next few weeks. Your appointment has not changed.",
  pick: "Choose a time.",
  moved: (when) => `Done. Your appointment is now on ${when}.`,
  taken: "Someone has just taken this time. Your appointment has not changed: choose another.",
  kept: "Your appointment has not changed.",
  sentOn: (day) => `Sent on ${day}`,
  normal: "Nothing abnormal",
  more: "Another test is offered to you",
  download: "Download the letter (PDF)",
  downloadOf: (test, day) => `Download the letter (PDF): ${test}, ${day}`,
  downloaded: "The letter is downloaded.",
  notDownloaded: "The letter could not be downloaded. It is still there: try again in a moment.",
  failing: "Something went wrong on our side. Nothing is lost.",
  down: "The screening program does not answer right now. Your appointments still hold.",
  again: "Try again",
};

/** The words in a language, `fr-CA` or `en-CA`, and how days and hours are said in it. */
export function speak(locale) {
  const zone = { timeZone: "America/Toronto" };
  const day = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: "full" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const time = new Intl.DateTimeFormat(locale, { ...zone, timeStyle: "short" });
  const at = locale.startsWith("fr") ? " à " : " at ";
  // Québec writes 9 h 30; browsers say 09 h 30 in French whatever they are asked.
  const hour = (moment) => time.format(moment).replace(/^0(?=\d)/, "").replace(/\s/g, "\u00a0");
  return {
    ...(locale.startsWith("fr") ? fr : en),
    moment: (iso) => day.format(new Date(iso)) + at + hour(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
  };
}
