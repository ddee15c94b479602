"""Open Badges 2.0, 1.1, 1.0 and 0.5: read into the record and checked, never written.

Open Badges 2.0, IMS Final Release 2018 (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/),
and the 1.x specifications it replaced. A hosted badge is true because its issuer's server says so, a signed
one because of a key on that server: without a loader both stay unknown, never failed.
"""

from microcred.openbadges2.checking import check, examine
from microcred.openbadges2.documents import is_assertion
from microcred.openbadges2.hosting import Loader, gather
from microcred.openbadges2.parsing import parse
from microcred.openbadges2.recipients import check_recipient
from microcred.openbadges2.signing import payload

__all__ = ["Loader", "check", "check_recipient", "examine", "gather", "is_assertion", "parse", "payload"]
