// The pages that people see at a provider: plain forms, for browsers without JavaScript.
import { LEVELS } from './people.mjs';

const WORDS = {
  fr: { user: 'Utilisateur', level: 'Assurance', enter: 'Ouvrir la session', cancel: 'Annuler', out: 'Fermer la session' },
  en: { user: 'User', level: 'Assurance', enter: 'Sign in', cancel: 'Cancel', out: 'Sign out' },
};

const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const languageOf = (locales) => (/^en/.test(locales ?? '') ? 'en' : 'fr');

const page = (language, title, main) =>
  `<!doctype html><html lang="${language}"><meta charset="utf-8"><title>${escaped(title)}</title>
<main><h1>${escaped(title)}</h1>${main}</main></html>`;

// Who are you, and how surely? The level asked for is chosen already.
export function signInPage(name, { params, prompt }) {
  const language = languageOf(params.ui_locales);
  const words = WORDS[language];
  const chosen = (params.acr_values ?? LEVELS[1]).split(' ')[0];
  const options = LEVELS.map((level) => `<option${level === chosen ? ' selected' : ''} value="${level}">${level}</option>`);
  return page(language, name, `
<form method="post">
  <label>${words.user} <input name="username" value="${escaped(params.login_hint ?? '')}"></label>
  <label>${words.level} <select name="acr">${options.join('')}</select></label>
  <button>${words.enter}</button>
  <button name="cancel" value="cancel">${words.cancel}</button>
</form>
<p id="reasons">${escaped([prompt.name, ...prompt.reasons].join(' '))}</p>`);
}

// The question that the library asks before it signs somebody out, in the library's own form.
export function signOutPage(name, locales, form) {
  const language = languageOf(locales);
  const button = `<button name="logout" value="yes">${WORDS[language].out}</button>`;
  return page(language, name, form.replace('</form>', `${button}</form>`));
}
