"""Which right each form and each operation asks for, and at which institution it was filled in."""

from dataclasses import dataclass, field
from typing import Any

from mcx.accounts.rules import Action


@dataclass(frozen=True, slots=True)
class Right:
    """The actions one of which is asked for, and where; `is_anywhere` where any institution's grant does."""

    actions: tuple[Action, ...]
    here: str = "mu"
    is_anywhere: bool = False
    refused_for_other_reasons: frozenset[int] = field(default=frozenset())

    def refuses(self, answer: Any) -> bool:
        """Whether the answer is a refusal that has nothing to do with rights."""
        return answer.status_code in self.refused_for_other_reasons


def _at(here: str, *actions: Action) -> Right:
    return Right(actions, here)


DESIGN = _at("mu", Action.DESIGN)

# Forms about oneself: what they may do follows from whose it is, not from an office.
OWNERS = {
    "language",
    "theme",
    "accounts:demonstration",
    "accounts:profile",
    "accounts:create-token",
    "accounts:revoke-token",
    "learning:application-withdraw",
    "learning:leave",
    "wallet:claim",
    "wallet:import",
    "wallet:remove",
    "wallet:share-new",
    "wallet:share-end",
    "recognition:study",
    "recognition:ask",
    "recognition:appeal",
    "pathways:join",
    "pathways:leave",
    "pathways:record",
    "credentials:verify",
    "design:section outcomes find",
}

FORM_RIGHTS: dict[str, Right] = {
    "network:member-new": Right((Action.MANAGE_NETWORK,), is_anywhere=True),
    "network:institution-facts name": Right((Action.MANAGE_INSTITUTION,)),
    "network:institution-facts identifier": Right((Action.MANAGE_INSTITUTION,)),
    "network:institution-facts accreditation": Right((Action.MANAGE_INSTITUTION,)),
    "network:charter-propose": Right((Action.MANAGE_NETWORK,), is_anywhere=True, refused_for_other_reasons=frozenset({422})),
    "network:charter-vote": _at("dhbw", Action.VOTE),
    "network:charter-withdraw": Right((Action.MANAGE_NETWORK,), is_anywhere=True),
    "network:appointments": Right((Action.APPOINT,)),
    "network:appointment-end": Right((Action.APPOINT,)),
    "catalogue:offering-new": Right((Action.OFFER,)),
    "catalogue:offering-cancel": Right((Action.OFFER,)),
    "learning:apply": Right((Action.APPLY,), "fhj", is_anywhere=True),
    "learning:admit": Right((Action.ADMIT,)),
    "learning:refuse": Right((Action.ADMIT,)),
    "learning:grade": Right((Action.ASSESS,)),
    "credentials:key-new": Right((Action.MANAGE_KEYS,)),
    "credentials:key-end": Right((Action.MANAGE_KEYS,)),
    "credentials:seal-new": _at("tuni", Action.MANAGE_KEYS),
    "credentials:seal-end": Right((Action.MANAGE_KEYS,)),
    "credentials:revoke": Right((Action.REVOKE,)),
    "credentials:withdraw": Right((Action.REVOKE,)),
    "recognition:decide": Right((Action.DECIDE_RECOGNITION,)),
    "recognition:decide-appeal": _at("dhbw", Action.DECIDE_APPEAL),
    "recognition:agreement-new": Right((Action.AGREE,)),
    "recognition:sign": Right((Action.AGREE,)),
    "recognition:end": Right((Action.AGREE,)),
    "quality:approve": Right((Action.REVIEW,)),
    "quality:return": Right((Action.REVIEW,)),
    "pathways:new": _at("uoc", Action.DESIGN_PATHWAY),
    "industry:needs": _at("iberotec", Action.REPORT_NEEDS),
    "industry:post": _at("iberotec", Action.REPORT_NEEDS),
    "design:new": DESIGN,
    "design:new-edition": DESIGN,
    "design:submit": DESIGN,
    "design:section about": DESIGN,
    "design:section outcomes": DESIGN,
    "design:section activities": DESIGN,
    "design:section assessments": DESIGN,
    "design:section frame": DESIGN,
    "design:section outcomes add": DESIGN,
    "design:section outcomes remove": DESIGN,
    "design:section outcomes skill": DESIGN,
    "design:section activities add": DESIGN,
    "design:section assessments remove": DESIGN,
}

ANYWHERE = {"is_anywhere": True}
OPERATION_RIGHTS: dict[str, Right] = {
    "post /api/network/members": Right((Action.MANAGE_NETWORK,), is_anywhere=True),
    "post /api/network/members/{slug}/names": Right((Action.MANAGE_INSTITUTION,)),
    "post /api/network/members/{slug}/identifiers": Right((Action.MANAGE_INSTITUTION,)),
    "post /api/network/members/{slug}/accreditations": Right((Action.MANAGE_INSTITUTION,)),
    "post /api/network/charter": Right((Action.MANAGE_NETWORK,), is_anywhere=True),
    "post /api/network/charter/{version}/votes": Right((Action.VOTE,)),
    "post /api/network/charter/{version}/withdraw": Right((Action.MANAGE_NETWORK,), is_anywhere=True),
    "get /api/network/appointments": Right((Action.APPOINT,), is_anywhere=True),
    "post /api/network/appointments": Right((Action.APPOINT,)),
    "post /api/network/appointments/{appointment_id}/end": Right((Action.APPOINT,)),
    "get /api/network/audit": Right((Action.READ_AUDIT,), is_anywhere=True),
    "get /api/network/steps": Right((Action.SEE_STEPS,), is_anywhere=True),
    "post /api/catalogue/editions/{code}/offerings": Right((Action.OFFER,)),
    "post /api/catalogue/offerings/{code}/cancel": Right((Action.OFFER,)),
    "get /api/learning/admissions": Right((Action.ADMIT,), is_anywhere=True),
    "post /api/learning/applications/{key}/admit": Right((Action.ADMIT,)),
    "post /api/learning/applications/{key}/refuse": Right((Action.ADMIT,)),
    "get /api/learning/classes": Right((Action.SEE_CLASS,), is_anywhere=True),
    "get /api/learning/classes/{code}": Right((Action.SEE_CLASS,)),
    "post /api/learning/places/{key}/results": Right((Action.ASSESS,)),
    "get /api/credentials/keys": Right((Action.MANAGE_KEYS,), is_anywhere=True),
    "post /api/credentials/keys/{slug}": Right((Action.MANAGE_KEYS,)),
    "post /api/credentials/keys/{key_id}/end": Right((Action.MANAGE_KEYS,)),
    "get /api/credentials/keys/{slug}/self-check": Right((Action.MANAGE_KEYS,)),
    "get /api/credentials/seals": Right((Action.MANAGE_KEYS,), is_anywhere=True),
    "post /api/credentials/seals/{slug}": Right((Action.MANAGE_KEYS,)),
    "post /api/credentials/seals/{seal_id}/end": Right((Action.MANAGE_KEYS,)),
    "get /api/credentials/awards": Right((Action.SEE_AWARDS,), is_anywhere=True),
    "get /api/credentials/awards/{award_id}": Right((Action.SEE_AWARDS,)),
    "get /api/credentials/awards/{award_id}/formats": Right((Action.SEE_AWARDS,)),
    "get /api/credentials/awards/{award_id}/europass": Right((Action.SEE_AWARDS,)),
    "post /api/credentials/awards/{award_id}/withdraw": Right((Action.REVOKE,)),
    "post /api/credentials/awards/{award_id}/revoke": Right((Action.REVOKE,)),
    "get /api/recognition/desk": Right((Action.DECIDE_RECOGNITION,), is_anywhere=True),
    "get /api/recognition/appeals": Right((Action.DECIDE_APPEAL,), is_anywhere=True),
    "get /api/recognition/cases/{key}": Right((Action.DECIDE_RECOGNITION,)),
    "post /api/recognition/cases/{key}/decision": Right((Action.DECIDE_RECOGNITION,)),
    "post /api/recognition/cases/{key}/appeal/decision": Right((Action.DECIDE_APPEAL,)),
    "post /api/recognition/agreements": Right((Action.AGREE,)),
    "post /api/recognition/agreements/{code}/signature": Right((Action.AGREE,)),
    "post /api/recognition/agreements/{code}/end": Right((Action.AGREE,)),
    "get /api/quality/reviews": Right((Action.REVIEW,), is_anywhere=True),
    "get /api/quality/reviews/{review_id}": Right((Action.REVIEW, Action.DESIGN)),
    "post /api/quality/reviews/{review_id}/approve": Right((Action.REVIEW,)),
    "post /api/quality/reviews/{review_id}/return": Right((Action.REVIEW,)),
    "post /api/pathways/micro-degrees": Right((Action.DESIGN_PATHWAY,)),
    "get /api/industry/gaps": Right((Action.SEE_GAPS,), is_anywhere=True),
    "post /api/industry/needs": Right((Action.REPORT_NEEDS,)),
    "get /api/industry/postings": Right((Action.SEE_GAPS,), is_anywhere=True),
    "post /api/industry/postings": Right((Action.REPORT_NEEDS,)),
    "get /api/design/projects": Right((Action.DESIGN,), is_anywhere=True),
    "post /api/design/projects": Right((Action.DESIGN,)),
    "get /api/design/projects/{project_id}": Right((Action.DESIGN,)),
    "put /api/design/projects/{project_id}": Right((Action.DESIGN,)),
    "post /api/design/projects/{project_id}/submit": Right((Action.DESIGN,)),
    "post /api/design/editions/{code}": Right((Action.DESIGN,)),
}
