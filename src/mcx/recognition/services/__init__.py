"""What can be done about recognition."""

from mcx.recognition.services.agreements import NoLongerADraft, draft_agreement, end_agreement, sign_agreement
from mcx.recognition.services.appeals import AppealOver, AppealTooLate, NotYours, appeal, decide_appeal
from mcx.recognition.services.cases import AlreadyDecided, NotConfirmed, NotStudying, ask, decide

__all__ = [
    "AlreadyDecided",
    "AppealOver",
    "AppealTooLate",
    "NoLongerADraft",
    "NotConfirmed",
    "NotStudying",
    "NotYours",
    "appeal",
    "ask",
    "decide",
    "decide_appeal",
    "draft_agreement",
    "end_agreement",
    "sign_agreement",
]
