"""Starting, saving and submitting a draft."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mcx.accounts.models import Person
from mcx.accounts.rules import Action
from mcx.catalogue import services as catalogue
from mcx.catalogue.models import Edition, MicroCredential
from mcx.core import audit
from mcx.core.errors import DomainError, Invalid
from mcx.core.text import Text, cleaned, in_language
from mcx.design import checks, selectors
from mcx.design.models import Project
from mcx.design.rules.codes import code_for
from mcx.design.rules.draft import Draft
from mcx.design.rules.limits import faults_of
from mcx.design.rules.proposal import draft_of, proposal_of
from mcx.design.rules.rows import skill_uris
from mcx.network.models import Institution
from mcx.network.selectors.rights import require
from mcx.quality import selectors as reviews
from mcx.quality import services as quality
from mcx.quality.models import Review
from mcx.skills.selectors import public_skills


class StaleDraft(DomainError):
    """Somebody else saved in the meantime; `mine` is what was to be saved, `theirs` what stands there."""

    code = "stale-draft"
    message = _("Someone else saved this draft while you were writing.")
    fix = _("Compare the two versions and save again. Your text has not been lost.")

    def __init__(self, mine: Draft, theirs: Draft, revision: int) -> None:
        super().__init__(revision=revision)
        self.mine, self.theirs, self.revision = mine, theirs, revision


class UnderReview(DomainError):
    """The draft waits for its review, and stays as it was handed in until then."""

    code = "under-review"
    message = _("This draft is waiting for review, so you cannot change it.")
    fix = _("Wait for the decision. If the draft is returned, you can continue where you stopped.")


class Published(DomainError):
    """The draft became an edition, whose text never changes."""

    code = "already-published"
    message = _("This draft has been published. A published edition never changes.")
    fix = _("Start a new edition.")


@transaction.atomic
def start(institution: Institution, *, title: Text, by: Person, at: datetime) -> Project:
    """Begin a new micro-credential with nothing but its title.

    :raises Invalid: without a title
    """
    require(by, Action.DESIGN, institution, on=at.date())
    draft = Draft(texts_in=tuple(cleaned(title)) or ("en",), title=cleaned(title))
    if not draft.title or faults_of(draft):
        raise Invalid(title=_("Enter a title in at least one language, 200 characters or fewer."))
    taken = selectors.public_codes_like(institution.slug)
    words = in_language(draft.title, "en")
    made = catalogue.register(institution, code=code_for(institution.slug, words, taken), by=by, at=at)
    return _begin(made, draft, by=by, at=at)


@transaction.atomic
def start_edition(edition: Edition, *, by: Person, at: datetime) -> Project:
    """Begin a new edition from a published one; while one is being designed, it is that one."""
    micro_credential = edition.micro_credential
    require(by, Action.DESIGN, micro_credential.institution, on=at.date())
    MicroCredential.objects.select_for_update().get(pk=micro_credential.pk)
    if open_one := selectors.open_project_of(micro_credential):
        return open_one
    return _begin(micro_credential, draft_of(reviews.proposal_in(edition)), by=by, at=at)


def _begin(micro_credential: MicroCredential, draft: Draft, *, by: Person, at: datetime) -> Project:
    project = Project.objects.create(
        institution=micro_credential.institution,
        owner=by,
        micro_credential=micro_credential,
        title=dict(draft.title),
        draft=draft.as_json(),
        created_at=at,
        changed_at=at,
    )
    _record("design.started", project, by=by, at=at)
    return project


@transaction.atomic
def save(project: Project, *, draft: Draft, revision: int, by: Person, at: datetime) -> Project:
    """Keep the draft, half or whole; `revision` is the one that the writer began from.

    :raises StaleDraft: when somebody else saved since that revision
    :raises UnderReview: while a review waits
    :raises Published: when it became an edition
    :raises Invalid: when a text is longer than it may be, or a skill is not in the vocabulary
    """
    require(by, Action.DESIGN, project.institution, on=at.date())
    if faults := faults_of(draft):
        raise Invalid(
            **{
                name: _("Use {count} characters or fewer.").format(count=longest)
                for name, longest in faults.items()
            }
        )
    stored = _open(project)
    theirs = Draft.from_json(stored.draft)
    if draft != theirs and stored.revision != revision:
        raise StaleDraft(draft, theirs, stored.revision)
    _check_skills(draft, theirs)
    if draft != theirs:
        changes: dict[str, Any] = {"draft": draft.as_json(), "title": dict(draft.title) or stored.title}
        for name, value in {**changes, "revision": revision + 1, "changed_at": at}.items():
            setattr(stored, name, value)
        stored.save(update_fields=["draft", "title", "revision", "changed_at"])
        _record("design.saved", stored, by=by, at=at, revision=stored.revision)
    return stored


def _check_skills(draft: Draft, before: Draft) -> None:
    """Skills that are newly named are in the vocabulary: none is ever made up."""
    new = skill_uris(draft) - skill_uris(before)
    unknown = sorted(new - public_skills(new).keys()) if new else []
    if unknown:
        raise Invalid(skills=_("ESCO has no such skill: {uri}").format(uri=unknown[0]))


@transaction.atomic
def submit(project: Project, *, by: Person, at: datetime) -> Review:
    """Hand the draft in for review; handing it in again while it waits changes nothing.

    :raises quality.NotReady: when a check fails; nothing is handed in
    :raises Published: when it became an edition
    """
    require(by, Action.DESIGN, project.institution, on=at.date())
    stored = Project.objects.select_for_update(of=("self",)).select_related("review").get(pk=project.pk)
    if stored.review and stored.review.status == Review.Status.WAITING:
        return stored.review
    stored = _open(stored)
    report = checks.check_project(stored, on=at.date())
    draft = Draft.from_json(stored.draft)
    proposal = proposal_of(draft, stored.micro_credential.code)
    stored.review = quality.request_review(
        stored.micro_credential, proposal=proposal, report=report, by=by, at=at
    )
    stored.save(update_fields=["review"])
    _record("design.submitted", stored, by=by, at=at, revision=stored.revision)
    return stored.review


def _open(project: Project) -> Project:
    """The project as it is stored, locked, if it may still be changed."""
    rows = Project.objects.select_for_update(of=("self",)).select_related(
        "review", "institution", "micro_credential"
    )
    stored = rows.get(pk=project.pk)
    if stored.review and stored.review.status == Review.Status.WAITING:
        raise UnderReview
    if stored.review and stored.review.status == Review.Status.APPROVED:
        raise Published
    return stored


def _record(action: str, project: Project, *, by: Person, at: datetime, **details: Any) -> None:
    audit.record(action, project, by=by, at=at, institution_id=project.institution_id, **details)
