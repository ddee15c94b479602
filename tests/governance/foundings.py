"""A network that somebody is about to found, as page, API and command are told of it."""

from mcx.governance.rules.founding import Founder, Founding
from mcx.network.rules.profiles import About, Profile

PASSWORD = "seven-glaciers-and-a-hut"
ALPS = Founding(
    About({"en": "Alpine skills", "de": "Alpine Kompetenzen"}, ("en", "de"), "office@alps.example"),
    Profile(
        slug="ua",
        short_name="UA",
        name={"en": "University of the Alps"},
        country="AT",
        city="Graz",
        homepage="https://alps.example",
        email="info@alps.example",
        language_cluster="de",
    ),
    Founder("ada@alps.example", "Ada", "Berger"),
    {"vat": "ATU00000000"},
)
# The same as a form and as the API take it.
TYPED = {
    "name_en": "Alpine skills",
    "name_de": "Alpine Kompetenzen",
    "languages": ["en", "de"],
    "contact": "office@alps.example",
    "slug": "ua",
    "short_name": "UA",
    "institution_en": "University of the Alps",
    "country": "AT",
    "city": "Graz",
    "homepage": "https://alps.example",
    "institution_email": "info@alps.example",
    "language_cluster": "de",
    "identifier_vat": "ATU00000000",
    "given_name": "Ada",
    "family_name": "Berger",
    "email": "ada@alps.example",
    "password": PASSWORD,
    "password_again": PASSWORD,
}
SENT = {
    "name": {"en": "Alpine skills", "de": "Alpine Kompetenzen"},
    "languages": ["en", "de"],
    "contact": "office@alps.example",
    "slug": "ua",
    "short_name": "UA",
    "institution": {"en": "University of the Alps"},
    "country": "AT",
    "city": "Graz",
    "homepage": "https://alps.example",
    "institution_email": "info@alps.example",
    "language_cluster": "de",
    "identifiers": {"vat": "ATU00000000"},
    "given_name": "Ada",
    "family_name": "Berger",
    "email": "ada@alps.example",
    "password": PASSWORD,
}
