"""Whether what an institution seals now would hold, and for how long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mcx.keys.rules import check_seal
from mcx.keys.selectors import facts_of, seal_in_use
from mcx.keys.signing import KeyUnusable, sealer
from mcx.network.models import Institution
from microcred import elm, jades, verify
from microcred.record import AchievementRecord
from microcred.report import Check, Outcome, _, failed, passed, warning
from microcred.trust import Trust

SEAL = "ETSI TS 119 182-1, ELM 3.2"
NEW_SEAL = _("Upload the seal again, or another one.")


def check_own_seal(
    institution: Institution, sample: AchievementRecord, register: Trust, *, at: datetime
) -> Iterator[Check]:
    """The sample sealed now and verified as anybody would; without a seal a recommendation, no failure."""
    row = seal_in_use(institution, at=at)
    if row is None:
        text = _("There is no e-seal in use. European Digital Credentials can only be exported unsealed.")
        fix = _("Recommended: upload your institution's e-seal under Keys and seals.")
        yield warning("self.seal", text, SEAL, fix)
        return
    try:
        provider = sealer(row)
    except KeyUnusable:
        text = _("The stored e-seal cannot be opened, so nothing can be sealed.")
        yield failed("self.seal", text, SEAL, NEW_SEAL)
        return
    yield _sealed(sample, provider, register, at)
    for check in check_seal(facts_of(institution, provider.chain[0], on=at.date()), at=at):
        yield replace(check, code=f"self.{check.code}")


def _sealed(sample: AchievementRecord, provider: jades.SealProvider, register: Trust, at: datetime) -> Check:
    document, _losses = elm.write(sample, holder=jades.holder_of(provider.chain[0]))
    found = verify(jades.seal(jades.serialise(document), provider, at=at), at=at, trust=register)
    for code in ("seal.signature", "seal.certificate", "seal.owner", "key", "issuer"):
        check = found.check(code)
        if check is None or check.outcome is not Outcome.PASSED:
            text, why = (
                _("A test credential was sealed, but it cannot be verified: {why}"),
                check.message if check else "—",
            )
            return failed("self.seal", text, SEAL, NEW_SEAL, why=why)
    return passed(
        "self.seal", _("A test credential was sealed and the register confirms whose seal it is."), SEAL
    )
