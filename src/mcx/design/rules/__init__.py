"""The studio's decisions: what a draft holds, how it becomes a proposal, and what is still missing."""

from mcx.design.rules.checks import check_draft, check_proposal
from mcx.design.rules.checks.house import House
from mcx.design.rules.codes import code_for
from mcx.design.rules.draft import Activity, Assessment, Draft, Outcome, SkillRef
from mcx.design.rules.limits import PAGE, SENTENCE, TITLE, faults_of
from mcx.design.rules.matrix import Column, Line, Matrix, matrix_of
from mcx.design.rules.proposal import draft_of, hours_of, number, proposal_of, whole
from mcx.design.rules.rows import KINDS, skill_uris, with_row, with_skill, without_row, without_skill
from mcx.design.rules.sections import SECTIONS, Section, section_of, state_of_sections

__all__ = [
    "KINDS",
    "PAGE",
    "SECTIONS",
    "SENTENCE",
    "TITLE",
    "Activity",
    "Assessment",
    "Column",
    "Draft",
    "House",
    "Line",
    "Matrix",
    "Outcome",
    "Section",
    "SkillRef",
    "check_draft",
    "check_proposal",
    "code_for",
    "draft_of",
    "faults_of",
    "hours_of",
    "matrix_of",
    "number",
    "proposal_of",
    "section_of",
    "skill_uris",
    "state_of_sections",
    "whole",
    "with_row",
    "with_skill",
    "without_row",
    "without_skill",
]
