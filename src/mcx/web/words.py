"""What codes are called by people: deeds of the audit log, schemes of identifiers, what checks cite."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from mcx.core.writing import by_language

DEEDS: Mapping[str, str | Promise] = {
    "accounts.language-chosen": _("chose a language"),
    "accounts.password-changed": _("changed their password"),
    "accounts.registered": _("created an account"),
    "accounts.token-created": _("created a token"),
    "accounts.token-revoked": _("revoked a token"),
    "catalogue.listings-corrected": _("corrected what the catalogue shows"),
    "catalogue.skills-corrected": _("corrected the counts of taught skills"),
    "catalogue.offering-cancelled": _("cancelled a run"),
    "catalogue.offering-opened": _("offered a run"),
    "catalogue.published": _("published an edition"),
    "catalogue.readdressed": _("changed the address in an edition"),
    "catalogue.registered": _("registered a micro-credential"),
    "core.files-moved": _("moved files into the storage"),
    "core.key-encryption-key-rotated": _("changed the key-encryption key"),
    "credentials.claimed": _("claimed a credential"),
    "credentials.format-added": _("issued a credential in one more format"),
    "credentials.issued": _("signed and issued a credential"),
    "credentials.offered": _("awarded a credential"),
    "credentials.revoked": _("revoked a credential"),
    "credentials.signed-anew": _("signed a credential again after a key or seal was lost"),
    "credentials.withdrawn": _("withdrew an award"),
    "design.saved": _("saved a draft"),
    "design.started": _("started a draft"),
    "design.submitted": _("submitted a draft"),
    "governance.address-changed": _("changed the address of the network"),
    "governance.charter-adopted": _("adopted the Charter"),
    "governance.charter-proposed": _("proposed a Charter"),
    "governance.charter-rejected": _("rejected a Charter"),
    "governance.charter-withdrawn": _("withdrew a proposed Charter"),
    "governance.founder-invited": _("made an address for setting up the network"),
    "governance.voted": _("voted on the Charter"),
    "industry.job-posted": _("published a job"),
    "industry.need-reported": _("reported a need"),
    "keys.key-created": _("created a signing key"),
    "keys.key-retired": _("retired a signing key"),
    "keys.key-revoked": _("declared a signing key compromised"),
    "keys.seal-added": _("uploaded an e-seal"),
    "keys.seal-ended": _("retired an e-seal"),
    "keys.seal-revoked": _("declared an e-seal compromised"),
    "learning.places-corrected": _("corrected which runs are full"),
    "learning.application-admitted": _("admitted an applicant"),
    "learning.application-refused": _("refused an applicant"),
    "learning.application-withdrawn": _("withdrew an application"),
    "learning.applied": _("applied for a place"),
    "learning.enrolled": _("gave a place"),
    "learning.graded": _("recorded a grade"),
    "learning.withdrawn": _("left a course"),
    "network.accreditation-added": _("recorded an accreditation"),
    "network.accreditation-corrected": _("corrected the entry of an accreditation"),
    "network.accreditation-ended": _("ended an accreditation"),
    "network.accreditation-overruled": _("recorded that an accreditation was overruled"),
    "network.affiliation-claimed": _("said where they study"),
    "network.affiliation-confirmed": _("confirmed that someone studies there"),
    "network.affiliation-ended": _("ended an affiliation"),
    "network.affiliation-refused": _("did not confirm that someone studies there"),
    "network.affiliation-withdrawn": _("withdrew where they study"),
    "network.appointed": _("gave a role"),
    "network.appointment-ended": _("ended a role"),
    "network.founded": _("set up the network"),
    "network.identifier-added": _("recorded an identifier"),
    "network.identity-confirmed": _("confirmed who someone is"),
    "network.identity-corrected": _("corrected who someone is"),
    "network.identity-stated": _("said who they are"),
    "network.identity-used": _("named someone in a credential"),
    "network.member-admitted": _("admitted a member"),
    "network.membership-ended": _("ended a membership"),
    "network.renamed": _("recorded a new name"),
    "network.scale-changed": _("corrected a grading scale"),
    "network.scale-ended": _("ended a grading scale"),
    "network.scale-made": _("added a grading scale"),
    "network.scale-replaced": _("replaced a grading scale by a new version"),
    "pathways.joined": _("added a micro-degree to their list"),
    "pathways.left": _("removed a micro-degree from their list"),
    "pathways.published": _("offered a micro-degree"),
    "pathways.record-signed": _("had a record of a micro-degree signed"),
    "quality.approved": _("approved a draft"),
    "quality.returned": _("returned a draft"),
    "quality.review-requested": _("requested a review"),
    "recognition.agreement-drafted": _("drafted an agreement"),
    "recognition.agreement-notice": _("gave notice to end an agreement"),
    "recognition.agreement-withdrawn": _("withdrew the draft of an agreement"),
    "recognition.agreement-signed": _("signed an agreement"),
    "recognition.appeal-decided": _("decided an appeal"),
    "recognition.appealed": _("appealed"),
    "recognition.asked": _("asked for recognition"),
    "recognition.decided": _("decided on recognition"),
    "skills.loaded": _("loaded the skills vocabulary"),
    "wallet.challenged": _("asked for a challenge"),
    "wallet.imported": _("added a credential to their wallet"),
    "wallet.key-shown": _("showed that they have a key"),
    "wallet.removed": _("removed a credential"),
    "wallet.share-ended": _("stopped sharing a link"),
    "wallet.shared": _("created a link"),
}


def deed(action: str) -> str:
    """What somebody did; an action without words of its own says what its code says."""
    return str(DEEDS.get(action, action.rpartition(".")[2].replace("-", " ")))


SCHEMES: Mapping[str, str | Promise] = {
    "schac": _("Internet domain (SCHAC)"),
    "erasmus": _("Erasmus code"),
    "deqar": _("DEQAR identifier"),
    "ror": _("ROR identifier"),
    "eidas": _("eIDAS legal identifier"),
    "vat": _("VAT number"),
}

# What a citation is made of, beside names and numbers that no language changes.
CITED = (
    gettext_noop("Agreement"),
    gettext_noop("Annex"),
    gettext_noop("Charter"),
    gettext_noop("Council Recommendation"),
    gettext_noop("ECTS Users' Guide"),
    gettext_noop("Lisbon Recognition Convention"),
    gettext_noop("MicroCredX framework"),
    gettext_noop("Register of this network"),
    gettext_noop("This form"),
    gettext_noop("cl."),
    gettext_noop("constructive alignment"),
    gettext_noop("credits are never stacked into a degree"),
    gettext_noop("critical information requirements"),
    gettext_noop("definition of a micro-credential"),
    gettext_noop("domain"),
    gettext_noop("grades and their scale"),
    gettext_noop("language policy"),
    gettext_noop("section"),
    gettext_noop("step"),
    gettext_noop("supervision and identity verification"),
)
CITED_WORD = re.compile(
    rf"(?<!\S)\(?(?:{'|'.join(map(re.escape, sorted(CITED, key=len, reverse=True)))})(?!\w)"
)

CHARTER = re.compile(r"Charter (?P<version>\d+)")


@by_language
def cited(source: str) -> str:
    """What a check cites, in the reader's language: a sentence of ours as a whole, others word by word."""
    said = gettext(source)
    if said != source:
        return said
    charter = CHARTER.fullmatch(source)
    if charter:
        return gettext("Charter, version %(version)s") % charter.groupdict()
    return CITED_WORD.sub(_said, source.replace(" cl. ", ", cl. "))


def _said(found: re.Match[str]) -> str:
    word = found[0].lstrip("(")
    return found[0].replace(word, gettext(word))
