"""Pages of the credentials domain: what everybody may verify, and what registrars do."""
