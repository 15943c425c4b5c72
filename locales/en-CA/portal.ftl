## Words shared by the whole portal.

# same
portal-name = Parvis
language-own-name = English
