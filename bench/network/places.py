"""What happens to learners in courses, from applying to an appeal, cast after the demonstration's stories."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bench.network.cast import Grown, in_turns
from bench.network.learners import Learner
from bench.network.stories import Change, Part, Row, Story, cast, gather, reworded_bytes
from mcx.catalogue.models import Edition, Offering
from mcx.credentials.models import Award, IssuedCredential, Revocation, StatusEntry, StatusList
from mcx.credentials.rules import is_full
from mcx.keys.models import Seal, SigningKey
from mcx.learning.models import Application, Enrolment, Result
from mcx.network.models import Institution, Programme
from mcx.recognition.models import Agreement, Appeal, Case, Decision
from mcx.wallet.models import Item
from microcred.status_list import ENTRIES
from microcred.status_list import StatusList as Bits

ORDER = (
    Application, Enrolment, Result, Award, IssuedCredential, StatusEntry, Revocation, Item, Case, Decision, Appeal,
)  # fmt: skip
WHOLE = "openbadge"  # of the other files only the beginning is kept: they are large, and no page reads them
BEGINNING = 100
AT_ONCE = 500
TRIES = 40
CLASS = 2  # how many times as many learn together as one person has of a thing
SCATTER = 48_611  # odd, so that every place of a list comes once


@dataclass(frozen=True, slots=True)
class Model:
    """What happened to one learner in one run of a course."""

    story: Story
    application: Application
    host: Institution
    home: Institution | None
    programme: int | None
    """The programme of the demonstration in which it is to count, where it was asked."""
    agreement: Agreement | None

    @property
    def edition(self) -> int:
        """The edition of the demonstration that it was in."""
        return self.application.offering.edition_id

    @property
    def is_abroad(self) -> bool:
        """Whether two universities have their parts in it, so that each can have another counterpart."""
        return self.home is None or self.home.pk != self.host.pk

    @property
    def kind(self) -> tuple[str, ...]:
        """How far it came: the state of everything that has one."""
        return tuple(
            str(getattr(row, "status", ""))
            for row in self.story.rows
            if not isinstance(row, IssuedCredential)
        )

    @property
    def is_learning(self) -> bool:
        """Whether they have a place and no result yet."""
        return any(
            isinstance(row, Enrolment) and row.status == Enrolment.Status.ACTIVE for row in self.story.rows
        )

    @property
    def is_alive(self) -> bool:
        """Whether they have a place, or may still get one."""
        return self.application.status in {Application.Status.SUBMITTED, Application.Status.ADMITTED}

    @property
    def is_waiting(self) -> bool:
        """Whether they wait to be let in."""
        return self.application.status == Application.Status.SUBMITTED


@dataclass(frozen=True, slots=True)
class Plan:
    """After one of which stories a place is given; for whom and in which course, where that is said."""

    models: list[Model]
    learner: Learner | None = None
    course: Part | None = None


@dataclass
class Places:
    """Gives places in courses; `filled` counts those of each run, `taken` says who has one in which."""

    grown: Grown
    learners: dict[int, list[Learner]]
    filled: Counter[int] = field(default_factory=Counter)
    taken: set[tuple[int, int]] = field(default_factory=set)
    lists: dict[int, StatusList] = field(default_factory=dict)
    next: Counter[int] = field(default_factory=Counter)
    """How many places of a status list were given, by its key."""
    gone: dict[int, set[int]] = field(default_factory=dict)
    revoked: dict[int, list[int]] = field(default_factory=dict)
    agreements: dict[tuple[int, int], Agreement] = field(default_factory=dict)
    keys: dict[tuple[int, str], Any] = field(default_factory=dict)

    def give(self, own: list[Learner]) -> None:
        """As many as the size says, the first to those whose own pages are looked at, and to one class."""
        self._prepare()
        models = [_model(each) for each in Application.objects.order_by("pk")]
        models = [each for each in models if each.edition in self.grown.courses and each.is_abroad]
        for some in in_turns(self._parts(self._plan(models, own)), AT_ONCE):
            self._cast(some)
        self._mark()

    def _plan(self, models: list[Model], own: list[Learner]) -> Iterator[Plan]:
        """After which stories, for whom and where each place is given."""
        size = self.grown.size
        for each in own:
            fitting = [one for one in models if one.programme in (None, each.programme.pk)]
            for kind in sorted({one.kind for one in fitting}):
                same = [one for one in fitting if one.kind == kind]
                yield from (Plan(same, learner=each) for _number in range(size.own))
        yield from self._class(models)
        asked, others = ([one for one in models if one.story.has(Case) is has] for has in (True, False))
        every = max(1, size.places // max(1, size.cases))
        for number in range(size.places):
            yield Plan(asked if number % every == 0 else others)

    def _class(self, models: list[Model]) -> Iterator[Plan]:
        """One run at the first university with so many learners, and as many who wait to be let in."""
        first = self.grown.universities[0].pk
        learning = [one for one in models if one.is_learning]
        waiting = [one for one in models if one.is_waiting]
        for kind in (learning, waiting):
            there = [
                (one, course)
                for one in kind
                for course in self.grown.courses[one.edition]
                if first in course.places.values()
            ]
            if there:
                model, course = there[0]
                offering = course.stands[Offering._meta.label, model.application.offering_id]
                many = CLASS * self.grown.size.own
                Offering.objects.filter(pk=offering.pk).update(places=2 * many)
                offering.places = 2 * many
                yield from (Plan([model], course=course) for _number in range(many))

    def _prepare(self) -> None:
        for each in Agreement.objects.filter(status=Agreement.Status.SIGNED):
            self.agreements.setdefault((each.home_id, each.host_id), each)
        for key in SigningKey.objects.all():
            self.keys[key.institution_id, key.algorithm] = key
        for seal in Seal.objects.all():
            self.keys[seal.institution_id, "seal"] = seal
        for row in StatusList.objects.order_by("number"):
            self.lists[row.institution_id] = row

    def _parts(self, plans: Iterator[Plan]) -> Iterator[Part]:
        """What could be given of these; whoever has a place already does not get it again."""
        for plan in plans:
            tried = (self._part(plan) for _try in range(TRIES if plan.models else 0))
            if part := next((one for one in tried if one), None):
                yield part

    def _part(self, plan: Plan) -> Part | None:
        """A story for a learner in one of the courses cast after its course; none where it cannot be."""
        model = self.grown.draw.choice(plan.models)
        course = plan.course or self.grown.draw.choice(self.grown.courses[model.edition])
        offering = course.stands[Offering._meta.label, model.application.offering_id]
        assert isinstance(offering, Offering)
        host = course.places[model.host.pk]
        who = plan.learner or self._learner(model)
        agreement = self.agreements.get((who.home.pk, host))
        if who.home.pk == host or (model.agreement and not agreement):
            return None
        if model.is_alive:  # whoever was refused, or withdrew, may apply again
            if (who.person.pk, offering.pk) in self.taken or self.filled[offering.pk] >= offering.places:
                return None
            self.taken.add((who.person.pk, offering.pk))
            self.filled[offering.pk] += 1
        return self._new(model, course, who, agreement)

    def _learner(self, model: Model) -> Learner:
        learners = self.learners.get(model.programme or 0) or self.grown.draw.choice(
            list(self.learners.values())
        )
        return self.grown.draw.choice(learners or self.learners[min(self.learners)])

    def _new(self, model: Model, course: Part, who: Learner, agreement: Agreement | None) -> Part:
        old = model.application.learner
        part = Part(model.story, days=course.days, words=((old.name, who.person.name), *course.words))
        part.places = dict(course.places)
        part.stands |= {
            key: row
            for key, row in course.stands.items()
            if key[0] in (Edition._meta.label, Offering._meta.label)
        }
        part.put_in(old, who.person)
        if model.home:
            part.places[model.home.pk] = who.home.pk
            part.words += self.grown.words_between(model.home, who.home)
        if model.programme:
            part.stands[Programme._meta.label, model.programme] = who.programme
        if model.agreement and agreement:
            part.stands[Agreement._meta.label, model.agreement.pk] = agreement
            part.words += ((model.agreement.code, agreement.code),)
        return part

    def _cast(self, parts: list[Part]) -> None:
        changes: dict[type[Row], Change] = {
            Award: self._award,
            IssuedCredential: self._copy,
            StatusEntry: self._entry,
            Item: self._item,
        }
        cast(parts, ORDER, changes, self.grown)

    def _key(self) -> UUID:
        return UUID(int=self.grown.draw.getrandbits(128), version=4)

    def _item(self, row: Item, part: Part) -> dict[str, Any]:
        return {"id": self._key()}

    def _award(self, row: Award, part: Part) -> dict[str, Any]:
        """From here on documents call it by its own number."""
        key = self._key()
        part.words += ((str(row.pk), str(key)),)
        code = (
            "".join(self.grown.draw.choices("abcdefghjkmnpqrstuvwxyz23456789", k=10))
            if row.check_code
            else ""
        )
        return {"id": key, "check_code": code}

    def _copy(self, row: IssuedCredential, part: Part) -> dict[str, Any]:
        """Its bytes, and the key or seal of who issues it."""
        institution = part.places[row.award.institution_id]
        signed = (
            {"key": self.keys[institution, row.key.algorithm]}
            if row.key
            else {"seal": self.keys[institution, "seal"]}
        )
        content = bytes(row.content)
        return signed | reworded_bytes(content if row.format == WHOLE else content[:BEGINNING], part)

    def _entry(self, row: StatusEntry, part: Part) -> dict[str, Any]:
        """The next place in the list of who issues it; a new list where that is full."""
        institution = part.places.get(row.list.institution_id, row.list.institution_id)
        here = self.lists[institution]
        if here.pk not in self.next:
            self.next[here.pk] = here.entries.count()
        if is_full(self.next[here.pk]):
            here = self._list_after(here)
        index = self._free(here)
        if part.story.has(Revocation):
            self.revoked.setdefault(here.pk, []).append(index)
        return {"list": here, "index": index}

    def _free(self, here: StatusList) -> int:
        """Places in an order that scatters them, without those that the demonstration took."""
        if here.pk not in self.gone:
            self.gone[here.pk] = set(here.entries.values_list("index", flat=True))
        while True:
            self.next[here.pk] += 1
            index = self.next[here.pk] * SCATTER % ENTRIES
            if index not in self.gone[here.pk]:
                return index

    def _list_after(self, full: StatusList) -> StatusList:
        made = StatusList.objects.create(
            institution_id=full.institution_id,
            purpose=full.purpose,
            number=full.number + 1,
            bits=bytes(Bits()),
            changed_at=self.grown.at,
        )
        self.lists[full.institution_id], self.next[made.pk] = made, 0
        return made

    def _mark(self) -> None:
        """Set the bits of what was revoked."""
        for row in StatusList.objects.filter(pk__in=self.revoked):
            bits = Bits(bytes(row.bits))
            for index in self.revoked[row.pk]:
                bits[index] = True
            row.bits, row.changed_at = bytes(bits), self.grown.at
            row.save(update_fields=["bits", "changed_at"])


def _model(application: Application) -> Model:
    """All that became of an application."""
    enrolment = Enrolment.objects.filter(application=application).first()
    results = list(enrolment.results.order_by("pk")) if enrolment else []
    award = Award.objects.filter(result__in=results).first()
    copies = list(award.credentials.order_by("pk")) if award else []
    entries = list(StatusEntry.objects.filter(credential__in=copies).select_related("list"))
    item = Item.objects.filter(award=award).first() if award else None
    cases = list(Case.objects.filter(item=item).select_related("programme__institution")) if item else []
    decisions = list(Decision.objects.filter(case__in=cases).select_related("agreement").order_by("pk"))
    revocation = Revocation.objects.filter(award=award).first() if award else None
    appeals = list(Appeal.objects.filter(decision__in=decisions))
    rows = (
        application,
        enrolment,
        *results,
        award,
        *copies,
        *entries,
        revocation,
        item,
        *cases,
        *decisions,
        *appeals,
    )
    home = application.home_institution or next((one.programme.institution for one in cases), None)
    return Model(
        story=gather(rows),
        application=application,
        host=application.offering.edition.micro_credential.institution,
        home=home,
        programme=cases[0].programme_id if cases else None,
        agreement=next((one.agreement for one in decisions if one.agreement), None),
    )
