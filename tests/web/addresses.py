"""Every address of the pages, for tests that walk all of them, those of allauth among them."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.belongings import BELONGINGS

# The API's operations have a list of their own (`tests/api/operations.py`); its page is `/api/docs`.
ELSEWHERE = {"api/"}
# Whose pages are allauth's, by how their names begin: signing in and up, and second factors.
THEIRS = ("account_", "mfa_")
# Pages between two others, that only a session on this way is shown; everybody else is led on from them.
ON_THE_WAY = {
    "account_confirm_login_code": "the product sends no codes by mail, so no session is on this way",
    "mfa_authenticate": "asked after the password of somebody who has a second factor",
    "mfa_login_webauthn": "takes what a passkey signed, and tells the browser's script what to sign",
}
# What the parameters of a page name, by the name of the page or, where all agree, of its domain.
NOUNS = {
    "network": {
        "slug": "member",
        "version": "charter",
        "appointment_id": "appointment",
        "key": "affiliation",
        "token": "founding",
    },
    "network:accreditation": {"slug": "member", "key": "accreditation"},
    "network:identity": {"key": "person"},
    "network:scale": {"slug": "scale"},
    "network:scale-change": {"slug": "scale"},
    "network:scale-end": {"slug": "scale"},
    "catalogue": {"code": "edition"},
    "catalogue:offering-cancel": {"code": "offering"},
    "learning": {"code": "offering", "key": "application"},
    "learning:leave": {"key": "place"},
    "learning:grade": {"code": "offering", "key": "place"},
    "credentials": {"award_id": "award", "key_id": "key", "seal_id": "seal", "slug": "member"},
    "wallet": {"award_id": "offered award", "item_id": "item", "share_id": "share", "token": "link"},
    "protocols": {"slug": "member"},
    "recognition": {"item_id": "item", "case_id": "case", "code": "agreement"},
    "quality": {"review_id": "review"},
    "pathways": {"code": "micro-degree"},
    "design": {"project_id": "project", "code": "edition"},
    "account_confirm_email": {"key": "confirmation"},
    "account_reset_password_from_key": {"uidb36": "forgetful person", "key": "reset"},
    "mfa_edit_webauthn": {"pk": "passkey"},
    "mfa_remove_webauthn": {"pk": "passkey"},
}
WORDS = {
    "code": "abcdefghjk",
    "field": "skills",
    "form": "pdf",
    "number": 1,
    "purpose": "revocation",
    "section": "about",
    "slug": "network",
    "token_id": 1,
}


def names(
    patterns: list[URLPattern | URLResolver] | None = None,
    space: str = "",
    outer: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, set[str]]]:
    """The name of every page with the names of its parameters, also those that a whole group begins with."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern) in ELSEWHERE:
            continue
        parameters = outer | pattern.pattern.regex.groupindex.keys()
        if isinstance(pattern, URLResolver):
            yield from names(
                pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space, parameters
            )
        else:
            yield f"{space}{pattern.name}", set(parameters)


def address(name: str, parameters: set[str]) -> str:
    """The address of a page about what somebody else has."""
    nouns = NOUNS.get(name.partition(":")[0], {}) | NOUNS.get(name, {})
    values = {each: BELONGINGS[nouns[each]]() if each in nouns else WORDS[each] for each in parameters}
    return reverse(name, kwargs=values)


PAGES = dict(names())
