## Mots communs à tout le portail.

portal-name = Parvis
language-own-name = Français
