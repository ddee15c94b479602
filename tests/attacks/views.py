"""Whom each page is for that somebody opens: the rights table as readers should see it."""

from typing import Any

from django.urls import reverse

from mcx.accounts.rules import Action
from tests.attacks import calls, rights
from tests.attacks.calls import Named
from tests.attacks.kinds import Right, office, oneself, owned
from tests.belongings import BELONGINGS, STATING
from tests.web.every_form import LEARNER, UNCLAIMED


def _anywhere(*actions: Action) -> tuple[Right, Named]:
    return office("", *actions), {}


VIEWS: dict[str, tuple[Right, Named]] = {
    "accounts:profile": (oneself(), {}),
    "accounts:proven": (oneself(), {}),
    "accounts:download": (oneself(), {}),
    "accounts:second-factor": (oneself(), {}),
    "account_change_password": (oneself(), {}),
    "account_email": (oneself(), {}),
    "account_reauthenticate": (oneself(), {}),
    "account_set_password": (oneself(), {}),
    "mfa_activate_totp": (oneself(), {}),
    "mfa_add_webauthn": (oneself(), {}),
    "mfa_deactivate_totp": (owned(STATING), {}),
    "mfa_download_recovery_codes": (owned(STATING), {}),
    "mfa_edit_webauthn": (owned(STATING), {"pk": BELONGINGS["passkey"]}),
    "mfa_generate_recovery_codes": (oneself(), {}),
    "mfa_index": (oneself(), {}),
    "mfa_list_webauthn": (oneself(), {}),
    "mfa_reauthenticate": (oneself(), {}),
    "mfa_reauthenticate_webauthn": (oneself(), {}),
    "mfa_remove_webauthn": (owned(STATING), {"pk": BELONGINGS["passkey"]}),
    "mfa_view_recovery_codes": (owned(STATING), {}),
    "network:accreditation": (rights.MANAGE, calls.ACCREDITATION),
    "network:affiliation-new": (oneself(), {}),
    "network:affiliations": (oneself(), {}),
    "network:appointments": _anywhere(Action.APPOINT),
    "network:audit": _anywhere(Action.READ_AUDIT),
    "network:charter-propose": _anywhere(Action.MANAGE_NETWORK),
    "network:claim": (rights.CONFIRM, calls.AFFILIATION),
    "network:claims": _anywhere(Action.CONFIRM_AFFILIATION),
    "network:identities": _anywhere(Action.CONFIRM_AFFILIATION),
    "network:identity": (rights.CONFIRM, calls.PERSON),
    "network:institution-facts": (rights.MANAGE, calls.MU),
    "network:member-new": (rights.NETWORK, {}),
    "network:membership-end": (rights.LEAVING, calls.MU),
    "network:issuers": _anywhere(Action.SEE_STEPS),
    "network:setup": _anywhere(Action.SEE_STEPS),
    "network:scale-change": (rights.STUDIES, calls.SCALE),
    "network:scale-new": _anywhere(Action.KEEP_STUDIES),
    "network:steps": _anywhere(Action.SEE_STEPS),
    "catalogue:offering-cancel": (rights.OFFER, {"code": "mu-failure-analysis-2"}),
    "catalogue:offering-new": (rights.OFFER, calls.EDITION),
    "learning:admissions": _anywhere(Action.ADMIT),
    "learning:application": (rights.ADMIT, calls.APPLICATION),
    "learning:apply": (oneself(), {"code": "fhj-energy-audit-3"}),
    "learning:class": (office("mu", Action.SEE_CLASS), {"code": calls.CLASS}),
    "learning:classes": _anywhere(Action.SEE_CLASS),
    "learning:mine": (oneself(), {}),
    "credentials:award": (office("mu", Action.SEE_AWARDS), calls.ISSUED),
    "credentials:europass": (rights.KEYS, calls.ISSUED),
    "credentials:key-end": (rights.KEYS, calls.KEY),
    "credentials:keys": _anywhere(Action.MANAGE_KEYS),
    "credentials:registry": _anywhere(Action.SEE_AWARDS),
    "credentials:revoke": (rights.REVOKE, calls.ISSUED),
    "credentials:seal-end": (rights.KEYS, calls.SEAL),
    "credentials:seal-new": (rights.KEYS, calls.MU),
    "credentials:self-check": (rights.KEYS, calls.MU),
    "wallet:claim": (owned(UNCLAIMED), calls.UNCLAIMED_AWARD),
    "wallet:download": (owned(LEARNER), {**calls.ITEM, "form": "pdf"}),
    "wallet:import": (oneself(), {}),
    "wallet:item": (owned(LEARNER), calls.ITEM),
    "wallet:list": (oneself(), {}),
    "wallet:share-new": (oneself(), {}),
    "wallet:shares": (oneself(), {}),
    "recognition:agreement-new": _anywhere(Action.AGREE),
    "recognition:ask": (owned(LEARNER), calls.BROUGHT),
    "recognition:case": (office("dhbw", *calls.DECIDING), {"case_id": calls.APPEALED["key"]}),
    "recognition:desk": _anywhere(*calls.DECIDING),
    "recognition:elmo": (office("mu", Action.EXPORT_DECISION), {"case_id": calls.DECIDED["key"]}),
    "recognition:mine": (oneself(), {}),
    "recognition:notice": (rights.BOTH_AGREE, calls.SIGNED),
    "quality:desk": _anywhere(Action.REVIEW),
    "quality:review": (office("mu", Action.REVIEW, Action.DESIGN), calls.REVIEW),
    "pathways:new": _anywhere(Action.DESIGN_PATHWAY),
    "industry:gaps": _anywhere(Action.SEE_GAPS),
    "industry:needs": _anywhere(Action.REPORT_NEEDS),
    "industry:post": _anywhere(Action.REPORT_NEEDS),
    "design:edit": (rights.DESIGN, calls.PROJECT),
    "design:list": _anywhere(Action.DESIGN),
    "design:new": _anywhere(Action.DESIGN),
    "design:section": (rights.DESIGN, {**calls.PROJECT, "section": "about"}),
    "design:skills": (rights.DESIGN, calls.PROJECT),
}
# What stands on the start page for some offices only, by its address.
ON_THE_START_PAGE = {"/catalogue/?open=1": office("", Action.ADVISE)}
# What each list shows of a member to those who work there: the field that names it, and one of them.
LISTED: dict[str, tuple[Right, str, Any]] = {
    "/api/network/appointments": (office("mu", Action.APPOINT), "institution", "mu"),
    "/api/network/audit?institution=mu": (office("mu", Action.READ_AUDIT), "institution", "MU"),
    "/api/network/claims": (rights.CONFIRM, "id", BELONGINGS["affiliation"]),
    "/api/network/identities": (rights.CONFIRM, "id", BELONGINGS["person"]),
    "/api/learning/admissions": (rights.ADMIT, "id", calls.APPLICATION["key"]),
    "/api/learning/classes": (office("mu", Action.SEE_CLASS), "code", calls.CLASS),
    "/api/credentials/keys": (rights.KEYS, "id", calls.KEY["key_id"]),
    "/api/credentials/seals": (rights.KEYS, "id", calls.SEAL["seal_id"]),
    "/api/credentials/awards": (office("mu", Action.SEE_AWARDS), "institution", "mu"),
    "/api/recognition/desk": (office("mu", Action.DECIDE_RECOGNITION), "id", calls.CASE["key"]),
    "/api/recognition/appeals": (office("dhbw", Action.DECIDE_APPEAL), "id", calls.APPEALED["key"]),
    "/api/quality/reviews": (rights.REVIEW, "id", calls.REVIEW["review_id"]),
    "/api/design/projects": (rights.DESIGN, "id", calls.PROJECT["project_id"]),
}


def address(name: str, named: Named) -> str:
    """The address of a page about what is named."""
    return reverse(name, kwargs={key: value() if callable(value) else value for key, value in named.items()})
