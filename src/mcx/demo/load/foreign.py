"""Credentials from outside of the network that learners bring along: real files, fictional issuers."""

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import typst

from mcx.accounts.models import Person
from mcx.demo.load.cast import Cast
from microcred import openbadges, proofs
from microcred import record as r
from microcred.did import did_key
from microcred.keys import SigningKey, generate

PAGE = Path(__file__).with_name("foreign.typ")


def credential(row: dict[str, Any], learner: Person, cast: Cast) -> bytes:
    """The bytes of the credential that the content file describes.

    :raises ValueError: for a format that nobody in the demonstration uses
    """
    writers = {"open-badge-3": _open_badge_3, "open-badge-2": _open_badge_2, "pdf": _pdf}
    if row["format"] not in writers:
        raise ValueError(row["format"])
    return writers[row["format"]](row, learner, cast)


def _slug(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _key() -> SigningKey:
    return generate("Ed25519")


def _open_badge_3(row: dict[str, Any], learner: Person, cast: Cast) -> bytes:
    key, at = _key(), cast.at(row["awarded"])
    issuer = r.Organisation(id=did_key(key.public), legal_name={"en": row["issuer"]})
    outcome = r.LearningOutcome("o1", {"en": row["title"]})
    record = r.AchievementRecord(
        id=f"urn:uuid:{_slug(row['title'])}",
        specification=r.Specification(
            id=f"urn:uuid:{_slug(row['issuer'])}",
            version="1",
            title={"en": row["title"]},
            description={"en": row["title"]},
            outcomes=(outcome,),
            ects=Decimal(0),
            hours=Decimal(0),
            eqf_level=0,
            participation=(),
            assessments=(),
        ),
        learner=r.Person(full_name=learner.name),
        issuer=issuer,
        awarding_bodies=(issuer,),
        awarded_at=at,
        issued_at=at,
    )
    document, _losses = openbadges.write(record)
    method = f"{issuer.id}#{key.public.multikey()}"
    return orjson.dumps(proofs.sign(document, key, method=method, created=at))


def _open_badge_2(row: dict[str, Any], learner: Person, cast: Cast) -> bytes:
    base = f"https://badges.example/{_slug(row['title'])}"
    return orjson.dumps(
        {
            "@context": "https://w3id.org/openbadges/v2",
            "id": base,
            "type": "Assertion",
            "recipient": {"type": "email", "hashed": False, "identity": learner.email},
            "issuedOn": cast.at(row["awarded"]).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "verification": {"type": "HostedBadge"},
            "badge": {
                "id": f"{base}/badge",
                "type": "BadgeClass",
                "name": row["title"],
                "description": row["title"],
                "criteria": {"narrative": row["title"]},
                "image": f"{base}/image",
                "issuer": {
                    "id": f"{base}/issuer",
                    "type": "Profile",
                    "name": row["issuer"],
                    "url": "https://badges.example",
                    "email": "badges@badges.example",
                },
            },
        }
    )


def _pdf(row: dict[str, Any], learner: Person, cast: Cast) -> bytes:
    texts = json.dumps({"title": row["title"], "issuer": row["issuer"], "learner": learner.name})
    inputs = {"page": texts, "credential": _open_badge_3(row, learner, cast).decode()}
    return bytes(typst.compile(str(PAGE), sys_inputs=inputs, format="pdf", pdf_standards=["a-3b"]))
