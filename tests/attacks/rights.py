"""Whom each form and each page is for: the rights table as the browser should see it."""

from mcx.accounts.rules import Action
from tests.attacks.kinds import ANYBODY, Right, office, oneself, owned
from tests.belongings import STATING
from tests.busy import REFUSED
from tests.web.every_form import LEARNER, REGISTRAR, UNCLAIMED

DESIGN = office("mu", Action.DESIGN)
MANAGE = office("mu", Action.MANAGE_INSTITUTION)
NETWORK = office("", Action.MANAGE_NETWORK)
LEAVING = office("", Action.END_MEMBERSHIP)
KEYS, REVOKE = office("mu", Action.MANAGE_KEYS), office("mu", Action.REVOKE)
CONFIRM, OFFER, ADMIT = (
    office("mu", action) for action in (Action.CONFIRM_AFFILIATION, Action.OFFER, Action.ADMIT)
)
STUDIES = office("mu", Action.KEEP_STUDIES)
AGREE, REVIEW = office("mu", Action.AGREE), office("mu", Action.REVIEW)
BOTH_AGREE = office("mu", Action.AGREE, also="fhj")
NEEDS = office("iberotec", Action.REPORT_NEEDS)

# What is kept nowhere but with the visitor, so that the log tells nothing.
UNLOGGED = {
    *("language", "theme", "accounts:demonstration", "accounts:demonstration-proof", "credentials:verify"),
    "design:section outcomes find",
}
FORM_RIGHTS: dict[str, Right] = {
    "language": ANYBODY,
    "theme": ANYBODY,
    "accounts:demonstration": ANYBODY,
    "accounts:demonstration-proof": oneself(owner=REGISTRAR),
    "accounts:profile": oneself(Action.STATE_ONESELF, owner=LEARNER),
    "accounts:create-token": oneself(Action.MAKE_TOKENS, owner=LEARNER),
    # To end one asks for no right: in haste nobody is kept from it.
    "accounts:revoke-token": owned(LEARNER),
    "network:scale-new": STUDIES,
    "network:scale-change": STUDIES,
    "network:scale-end": STUDIES,
    "network:member-new": NETWORK,
    "network:membership-end": LEAVING,
    "network:institution-facts name": MANAGE,
    "network:institution-facts identifier": MANAGE,
    "network:institution-facts accreditation": MANAGE,
    "network:accreditation end": MANAGE,
    "network:accreditation overrule": office("fhj", Action.MANAGE_INSTITUTION),
    "network:accreditation correct": MANAGE,
    "network:charter-vote": office("dhbw", Action.VOTE),
    "network:charter-withdraw": NETWORK,
    "network:charter-propose": office("", Action.MANAGE_NETWORK),
    "network:appointments": office("mu", Action.APPOINT),
    "network:appointment-end": office("dhbw", Action.APPOINT),
    "network:affiliation-new": oneself(Action.STATE_ONESELF, owner=LEARNER),
    "network:affiliation-withdraw": owned(STATING, Action.STATE_ONESELF),
    "network:affiliation-leave": owned(LEARNER, Action.STATE_ONESELF),
    "network:claims": CONFIRM,
    "network:claim": CONFIRM,
    "network:claim-end": CONFIRM,
    "network:identity": CONFIRM,
    "catalogue:offering-new": OFFER,
    "catalogue:offering-cancel": OFFER,
    "learning:apply": oneself(Action.APPLY, owner=LEARNER),
    "learning:application-withdraw": owned(LEARNER, Action.APPLY),
    "learning:leave": owned(LEARNER, Action.APPLY),
    "learning:admit": ADMIT,
    "learning:refuse": ADMIT,
    "learning:grade": office("mu", Action.ASSESS),
    "credentials:verify": ANYBODY,
    "credentials:key-new": KEYS,
    "credentials:key-end": KEYS,
    "credentials:seal-new": office("tuni", Action.MANAGE_KEYS),
    "credentials:seal-end": KEYS,
    "credentials:revoke": REVOKE,
    "credentials:withdraw": REVOKE,
    "wallet:claim": owned(UNCLAIMED, Action.HOLD),
    "wallet:challenge": oneself(Action.HOLD, owner=LEARNER),
    "wallet:import": oneself(Action.HOLD, owner=LEARNER),
    "wallet:remove": owned(LEARNER, Action.HOLD),
    "wallet:share-new": owned(LEARNER, Action.HOLD),
    "wallet:share-end": owned(LEARNER, Action.HOLD),
    "recognition:ask": owned(LEARNER, Action.ASK_RECOGNITION),
    "recognition:appeal": owned(REFUSED, Action.ASK_RECOGNITION),
    "recognition:decide": office("mu", Action.DECIDE_RECOGNITION),
    "recognition:decide-appeal": office("dhbw", Action.DECIDE_APPEAL),
    "recognition:agreement-new": AGREE,
    "recognition:sign": BOTH_AGREE,
    "recognition:agreement-withdraw": BOTH_AGREE,
    "recognition:notice": BOTH_AGREE,
    "quality:approve": REVIEW,
    "quality:return": REVIEW,
    "pathways:new": office("uoc", Action.DESIGN_PATHWAY),
    "pathways:join": oneself(Action.PLAN_PATHWAY, owner=LEARNER),
    "pathways:leave": oneself(Action.PLAN_PATHWAY, owner=LEARNER),
    "pathways:record": oneself(Action.PLAN_PATHWAY, owner=LEARNER),
    "industry:needs": NEEDS,
    "industry:post": NEEDS,
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
    "design:section outcomes find": DESIGN,
    "design:section activities add": DESIGN,
    "design:section assessments remove": DESIGN,
}
