"""Languages: BCP 47 tags, their codes in the Publications Office's table, English names.

Authority table `language` of the EU Vocabularies (ISO 639-3 in capitals). First the 24 official languages
of the European Union, then those of its neighbours and others often taught in.
"""

SCHEME = "http://publications.europa.eu/resource/authority/language"

_ROWS = """\
bg BUL Bulgarian
cs CES Czech
da DAN Danish
de DEU German
el ELL Greek
en ENG English
es SPA Spanish
et EST Estonian
fi FIN Finnish
fr FRA French
ga GLE Irish
hr HRV Croatian
hu HUN Hungarian
it ITA Italian
lt LIT Lithuanian
lv LAV Latvian
mt MLT Maltese
nl NLD Dutch
pl POL Polish
pt POR Portuguese
ro RON Romanian
sk SLK Slovak
sl SLV Slovenian
sv SWE Swedish
ar ARA Arabic
be BEL Belarusian
bs BOS Bosnian
ca CAT Catalan
cy CYM Welsh
eu EUS Basque
fa FAS Persian
gl GLG Galician
he HEB Hebrew
hi HIN Hindi
hy HYE Armenian
is ISL Icelandic
ja JPN Japanese
ka KAT Georgian
ko KOR Korean
lb LTZ Luxembourgish
mk MKD Macedonian
nb NOB Norwegian Bokmål
nn NNO Norwegian Nynorsk
no NOR Norwegian
ru RUS Russian
sq SQI Albanian
sr SRP Serbian
tr TUR Turkish
uk UKR Ukrainian
zh ZHO Chinese
"""

# BCP 47 primary language to (authority code, English name).
LANGUAGES: dict[str, tuple[str, str]] = {
    tag: (code, name) for tag, code, name in (row.split(" ", 2) for row in _ROWS.splitlines())
}
TAGS = {code: tag for tag, (code, _) in LANGUAGES.items()}


def canonical_tag(tag: str) -> str:
    """The tag in its usual spelling: `pt-BR`, `zh-Hant` (RFC 5646 §2.1.1); JSON-LD lower-cases tags."""
    first, *rest = tag.lower().split("-")
    return "-".join([first, *(_canonical_subtag(subtag) for subtag in rest)])


def _canonical_subtag(subtag: str) -> str:
    if len(subtag) == 2:
        return subtag.upper()
    return subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag
