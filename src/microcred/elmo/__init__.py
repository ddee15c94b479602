"""ELMO 2.1.1, the EMREX exchange format: results and recognition decisions of one learner as XML.

EMREX ELMO schemas 2.1.1 (https://github.com/emrex-eu/elmo-schemas, namespace `…/tree/v2`), with
`resultOfRecognition`. Version 1 is read too. The XML signature of a file is neither made nor checked here.
"""

from microcred.elmo.model import Attachment, Component, Recognition, RecognitionMapping, Section, Transcript
from microcred.elmo.reading import parse
from microcred.elmo.writing import write

__all__ = [
    "Attachment",
    "Component",
    "Recognition",
    "RecognitionMapping",
    "Section",
    "Transcript",
    "parse",
    "write",
]
