"""Let people in: the login over OpenID Connect, as the settings say, and what only the browser has."""
