"""How identifiers that a state gives are written, whoever records them (ETSI EN 319 412-1 §5.1.4)."""

from microcred.names import folded


def identifier_forms(scheme: str, value: str, country: str) -> frozenset[str]:
    """The ways in which certificates may write an identifier of an institution.

    None for schemes that are not a state's: nothing keeps two institutions from the same number there.
    """
    plain = written(value)
    if scheme == "eidas":
        return frozenset({plain})
    if scheme == "vat":
        number = plain.removeprefix(country.casefold())
        return frozenset({f"vat{country}-{number}".casefold(), f"vat{country}-{country}{number}".casefold()})
    return frozenset()


def written(identifier: str) -> str:
    """An identifier as it is compared: without spaces, case and compatible characters made alike."""
    return folded(identifier).replace(" ", "")
