"""The icons of `heroicons`, each drawn once by a process: drawing one parses and writes XML."""

from functools import lru_cache

from django import template
from heroicons.templatetags import heroicons as icons

register = template.Library()
KEPT = 512  # icons in every size and with every label; pages have a hundred or so

heroicon_micro, heroicon_mini, heroicon_outline = (
    register.simple_tag(lru_cache(KEPT)(draw))
    for draw in (icons.heroicon_micro, icons.heroicon_mini, icons.heroicon_outline)
)
