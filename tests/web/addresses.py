"""Every address of the pages, for tests that walk all of them; those of allauth are not ours to walk."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.belongings import BELONGINGS

THEIRS = {"accounts/", "accounts/email/", "api/"}
# What the parameters of a page name, by the name of the page or, where all agree, of its domain.
NOUNS = {
    "network": {
        "slug": "member",
        "version": "charter",
        "appointment_id": "appointment",
        "key": "affiliation",
    },
    "network:accreditation": {"slug": "member", "key": "accreditation"},
    "network:identity": {"key": "person"},
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
    patterns: list[URLPattern | URLResolver] | None = None, space: str = ""
) -> Iterator[tuple[str, set[str]]]:
    """The name of every page with the names of its parameters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if str(pattern.pattern) in THEIRS:
            continue
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", set(pattern.pattern.converters)


def address(name: str, parameters: set[str]) -> str:
    """The address of a page about what somebody else has."""
    nouns = NOUNS.get(name.partition(":")[0], {}) | NOUNS.get(name, {})
    values = {each: BELONGINGS[nouns[each]]() if each in nouns else WORDS[each] for each in parameters}
    return reverse(name, kwargs=values)


PAGES = dict(names())
