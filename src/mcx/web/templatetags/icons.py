"""The icons of `heroicons`, each drawn once by a process: drawing one parses and writes XML."""

from functools import lru_cache

from django import template
from heroicons.templatetags.heroicons import heroicon_micro, heroicon_mini, heroicon_outline

register = template.Library()
KEPT = 512  # icons in every size and with every label; pages have a hundred or so

for draw in (heroicon_micro, heroicon_mini, heroicon_outline):
    register.simple_tag(lru_cache(KEPT)(draw))
