"""The file for the Europass issuer: an unsigned credential that an institution seals there with its own seal.

European Digital Credentials issuer, “upload credentials”: `{"credential", "deliveryDetails"}`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from microcred.elm.nodes import Node


def upload_form(document: Mapping[str, Any], *, addresses: Sequence[str] = ()) -> Node:
    """The document without what Europass adds from the certificate, to be sent to these addresses.

    An address is that of an e-mail or a wallet. What is added: the dates of issuing and the issuer's eIDAS
    identifier.
    """
    credential = {name: value for name, value in document.items() if name not in ("issued", "issuanceDate")}
    if isinstance(issuer := credential.get("issuer"), dict):
        credential["issuer"] = {name: value for name, value in issuer.items() if name != "eIDASIdentifier"}
    delivery = {"deliveryDetails": {"deliveryAddress": list(addresses)}} if addresses else {}
    return {"credential": credential, **delivery}
