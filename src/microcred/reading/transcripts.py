"""An ELMO transcript as a record: its one achievement, or all of them as parts of the transcript.

Of a file that only reports decisions on recognition it is what these rest on. What only universities read,
the decisions themselves and attached files, stays in `microcred.elmo`.
"""

from decimal import Decimal

from microcred import elmo
from microcred.elmo import Transcript
from microcred.errors import Malformed
from microcred.record import AchievementRecord, Specification

TITLE = {"en": "Transcript of records"}


def parse(data: bytes) -> tuple[AchievementRecord, tuple[str, ...]]:
    """The record and the paths of the elements understood; raises Malformed where nothing was achieved."""
    transcript, understood = elmo.parse(data)
    achievements = list(transcript.achievements) or [
        one for recognition in transcript.recognitions for one in recognition.basis
    ]
    if not achievements:
        raise Malformed("The transcript reports no achievement.")
    return achievements[0] if len(achievements) == 1 else _stack(transcript, achievements), understood


def _stack(transcript: Transcript, achievements: list[AchievementRecord]) -> AchievementRecord:
    issuers = tuple(dict.fromkeys(section.issuer.id for section in transcript.sections))
    by_id = {section.issuer.id: section.issuer for section in transcript.sections}
    return AchievementRecord(
        id="",
        specification=_transcript_itself(),
        learner=transcript.learner,
        issuer=by_id[issuers[0]],
        awarding_bodies=tuple(by_id[name] for name in issuers),
        awarded_at=transcript.generated_at,
        issued_at=transcript.generated_at,
        parts=tuple(achievements),
    )


def _transcript_itself() -> Specification:
    """Nothing was learnt by the transcript, so it has a title and nothing else."""
    return Specification(
        id="",
        version="",
        title=TITLE,
        description={},
        outcomes=(),
        ects=Decimal(0),
        hours=Decimal(0),
        eqf_level=0,
        participation=(),
        assessments=(),
        kind="transcript",
    )
