"""Template words of the parts: charts, covers and the tones of states."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from mcx.catalogue.models import Edition
from mcx.network.rules.course_fields import COVERS
from mcx.web import charts

register = template.Library()

MOST_COVERS = 3
STATUS_TONES = {
    "good": "adopted admitted approved completed confirmed issued recognised signed upheld valid verified",
    "info": "active claimed offered open proposed submitted waiting",
    "warn": "appealed expired full lapsed inconclusive partly returned",
    "bad": "dismissed failed refused rejected revoked",
}
TONE_OF = {status: tone for tone, statuses in STATUS_TONES.items() for status in statuses.split()}
STATUS_ICONS = {
    "good": "check",
    "info": "clock",
    "warn": "exclamation-triangle",
    "bad": "x-mark",
    "muted": "minus",
}


@register.filter
def cover(code: str) -> str:
    """The name of a micro-credential's cover in `covers.svg`; the plain one for a code nobody drew."""
    return code if code in COVERS else "design"


@register.filter
def covers_of(editions: Iterable[Edition]) -> list[str]:
    """The covers of several editions, each once: as many as a card has room for."""
    return list(dict.fromkeys(edition.cover for edition in editions))[:MOST_COVERS]


@register.filter
def status_tone(status: str) -> str:
    """The tone in which a state is shown."""
    return TONE_OF.get(status, "muted")


@register.filter
def status_icon(tone: str) -> str:
    """The icon that says a tone without colour."""
    return STATUS_ICONS[tone]


@register.filter
def share(value: float, top: float) -> str:
    """The value's share of the top in percent."""
    return charts.percent(value, top)


@register.filter
def largest(bars: Iterable[Mapping[str, Any]]) -> float:
    """The largest value among bars, on which their lengths are measured."""
    return max((float(bar["value"]) for bar in bars), default=0.0)


@register.simple_tag
def radar(axes: Iterable[Mapping[str, Any]], top: float) -> charts.Radar:
    """The points of a radar chart."""
    return charts.radar(axes, top)
