"""What is mutated, area by area, and the tests that must notice; first what matters most.

Only tests without a database are named: each mutant runs them in a process of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """Modules (patterns of paths) and the tests that are asked about their mutants.

    `early` are functions that run while their module is loaded: before mutmut chooses a mutant, so that each
    of theirs is asked about in a new process.
    """

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    early: tuple[str, ...] = ()


RULES = {
    "accounts": ("tests/accounts/test_grants.py", "tests/accounts/test_scopes.py"),
    "catalogue": (
        "tests/catalogue/test_days.py",
        "tests/catalogue/test_filters.py",
        "tests/catalogue/test_listed.py",
        "tests/catalogue/test_proposals.py",
        "tests/catalogue/test_words.py",
    ),
    "credentials": (
        "tests/credentials/test_moments.py",
        "tests/credentials/test_words_of_rules.py",
    ),
    "governance": (
        "tests/governance/test_readiness_rules.py",
        "tests/network/test_rules_alone.py",
        "tests/network/test_terms.py",
        "tests/network/test_terms_lines.py",
    ),
    "keys": (
        "tests/keys/test_seal_rules.py",
        "tests/credentials/test_moments.py",
        "tests/credentials/test_words_of_rules.py",
    ),
    "design": (
        "tests/design/test_checks.py",
        "tests/design/test_checks_lines.py",
        "tests/design/test_drafts.py",
        "tests/design/test_edges.py",
    ),
    "industry": ("tests/industry/test_gaps.py",),
    "learning": ("tests/learning/test_rules.py",),
    "network": (
        "tests/network/test_accreditation_rules.py",
        "tests/network/test_days.py",
        "tests/network/test_rules_alone.py",
        "tests/network/test_terms.py",
        "tests/network/test_terms_lines.py",
        "tests/keys/test_seal_rules.py",
    ),
    "pathways": ("tests/pathways/test_progress.py", "tests/pathways/test_rules.py"),
    "quality": ("tests/quality/test_differences.py", "tests/quality/test_parts.py"),
    "skills": (
        "tests/skills/test_esco_rows.py",
        "tests/skills/test_fields.py",
        "tests/skills/test_likeness.py",
    ),
    "wallet": ("tests/wallet/test_rules.py", "tests/wallet/test_holder.py", "tests/wallet/test_moments.py"),
}
VERIFIED = (
    "ages",
    "answers",
    "dates",
    "flows_lines",
    "issuer_lines",
    "issuers",
    "presentations",
    "sealed",
    "signatures",
    "signers",
    "status",
    "status_lines",
    "unasked",
    "wallet_token",
)
FORMED = (
    "carriers",
    "elements",
    "european",
    "presentations",
    "resources",
    "signed",
    "structure",
    "structure_lines",
    "wholeness",
)
SEALS_JUDGED = (
    "__init__",
    "algorithms",
    "certificates",
    "checking",
    "envelope",
    "owners",
    "revocation",
    "timestamps",
    "timing",
)
TRUSTED = ("did", "documents", "instants", "names", "presentations", "status_list", "trust")
READERS = ("headings", "kinds", "reading", "records", "room", "several", "unwrapping")

AREAS = {
    "recognition": Area(
        ("src/mcx/recognition/rules/*.py",),
        (
            "tests/recognition/test_assessment.py",
            "tests/recognition/test_lines.py",
            "tests/recognition/test_terms.py",
            "tests/recognition/test_grade_conversion.py",
            "tests/recognition/test_days.py",
        ),
        ("_word", "_whole", "_kind"),
    ),
    "accreditation": Area(
        ("src/microcred/accreditation.py",),
        (
            "tests/microcred/test_accreditation.py",
            "tests/microcred/test_accreditation_words.py",
            "tests/microcred/test_trust.py",
        ),
    ),
    "binding": Area(("src/microcred/binding.py",), ("tests/microcred/test_binding.py",)),
    "trust": Area(
        tuple(f"src/microcred/{name}.py" for name in TRUSTED),
        (
            *(f"tests/microcred/test_{name}.py" for name in TRUSTED),
            "tests/microcred/verification/test_presentations.py",
        ),
    ),
    "report": Area(
        ("src/microcred/report.py", "src/microcred/annex.py"),
        tuple(f"tests/microcred/test_{name}.py" for name in ("report", "annex", "annex_lines")),
    ),
    "verification": Area(
        tuple(
            f"src/microcred/verification/{name}.py"
            for name in ("answers", "signers", "unasked", "issuers", "statuses", "dates", "holders")
        ),
        tuple(f"tests/microcred/verification/test_{name}.py" for name in VERIFIED),
    ),
    "structure": Area(
        tuple(
            f"src/microcred/verification/{name}.py"
            for name in ("structure", "resources", "elements", "carriers", "wholeness")
        ),
        (
            *(f"tests/microcred/verification/test_{name}.py" for name in FORMED),
            "tests/microcred/test_annex.py",
            "tests/attacks/test_moved.py",
        ),
    ),
    "flows": Area(
        tuple(
            f"src/microcred/verification/{name}.py"
            for name in ("__init__", "flows", "signatures", "sources", "effort")
        ),
        (
            "tests/microcred/verification",
            *(f"tests/attacks/test_{name}.py" for name in ("moved", "reworded", "the_same_question")),
        ),
    ),
    "jose": Area(("src/microcred/jose/*.py",), ("tests/microcred/jose",)),
    "reading": Area(
        ("src/microcred/reading/*.py",), tuple(f"tests/microcred/reading/test_{name}.py" for name in READERS)
    ),
    "sdjwt": Area(("src/microcred/sdjwt/*.py",), ("tests/microcred/sdjwt",)),
    "openbadges2": Area(
        ("src/microcred/openbadges2/*.py",),
        ("tests/microcred/openbadges2", "tests/microcred/verification/test_hosted.py"),
    ),
    "proofs": Area(("src/microcred/proofs/*.py",), ("tests/microcred/proofs",)),
    "jades": Area(
        tuple(f"src/microcred/jades/{name}.py" for name in SEALS_JUDGED), ("tests/microcred/jades",)
    ),
    "periods": Area(("src/mcx/core/periods.py",), ("tests/network/test_days.py",)),
    **{
        name: Area((f"src/mcx/{name}/rules.py", f"src/mcx/{name}/rules/**/*.py"), tests)
        for name, tests in RULES.items()
    },
}
