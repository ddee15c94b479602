"""Forms about the Charter: voting on a version, and proposing one."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mcx.core.reports import language_name
from mcx.core.text import CONTENT_LANGUAGES
from mcx.network.models import Institution
from mcx.network.rules.terms import CHOICES, EXTRA_ELEMENTS, TERMS, CharterTerms, Kind, Term, names_of
from mcx.web.forms.dates import DayField
from mcx.web.forms.fields import MOST_OFFERED, NumberField, WordsField, language_choices, offer
from mcx.web.words import cited

LEVELS = [(str(level), str(level)) for level in range(1, 9)]
SPANS, LISTS, PERIODS = names_of(Kind.RANGE), names_of(Kind.LEVELS), names_of(Kind.DAYS, Kind.YEARS)
ARTICLE_PARTS = ("number", "title", "text")
BLANK_ARTICLES = 2
UNBOUND = Term(Kind.DAYS, "", "").high
AT_MOST = _("At most %(most)s. No vote can change this limit: %(source)s.")
MOST_ARTICLES = 200
BY_ADDRESSES = _(
    "Enter the names that are in the web addresses of the members' pages, for example “{names}”. "
    "Enter * for all members."
)


class Voice(StrEnum):
    """What a member can say."""

    YES = "yes"
    NO = "no"


class VoteForm(forms.Form):
    """One member's voice."""

    institution = forms.ChoiceField(label=_("On behalf of"))
    in_favour = forms.ChoiceField(
        label=_("Vote"),
        choices=[(Voice.YES, _("In favour")), (Voice.NO, _("Against"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, voices: Iterable[Institution], *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.voices = {institution.slug: institution for institution in voices}
        offer(self, "institution", [(slug, str(each)) for slug, each in self.voices.items()])


class ProposalForm(forms.Form):
    """A new version of the Charter, begun from the terms in force."""

    summary = forms.CharField(
        label=_("What changes, and why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    in_force_from = DayField(label=_("In force from"))

    def __init__(
        self,
        terms: CharterTerms,
        members: Sequence[Institution] | QuerySet[Institution],
        *args: Any,
        **more: Any,
    ):
        super().__init__(*args, **more)
        self.members = members
        for name in SPANS:
            self._span(name, getattr(terms, name).as_json())
        for name in LISTS:
            self._choices(name, LEVELS, [str(level) for level in getattr(terms, name)], _(TERMS[name].label))
        extra = [(code, _(label)) for code, label in EXTRA_ELEMENTS.items()]
        self._choices("extra_elements", extra, list(terms.extra_elements), _(TERMS["extra_elements"].label))
        for name, words in CHOICES.items():
            self.fields[name] = forms.ChoiceField(
                label=_(TERMS[name].label),
                choices=[(word, _(meaning)) for word, meaning in words.items()],
                initial=getattr(terms, name),
                widget=forms.RadioSelect,
            )
        for name in PERIODS:
            term, initial = TERMS[name], getattr(terms, name)
            is_bound = term.high < UNBOUND
            self.fields[name] = forms.IntegerField(
                label=_(term.label),
                min_value=term.low,
                max_value=term.high,
                initial=initial,
                help_text=AT_MOST % {"most": term.high, "source": cited(term.bound_by)} if is_bound else "",
            )
        self._clusters(terms)
        self._articles(terms, self.data if self.is_bound else {})

    def _span(self, name: str, pair: list[str]) -> None:
        for end, label, value in zip(("low", "high"), (_("from"), _("to")), pair, strict=True):
            field = NumberField(
                label=f"{_(TERMS[name].label)}: {label}",
                min_value=0,
                max_value=999,
                max_digits=5,
                decimal_places=2,
                initial=Decimal(value),
            )
            self.fields[f"{name}_{end}"] = field

    def _choices(self, name: str, choices: list[tuple[str, Any]], initial: list[str], label: Any) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            choices=choices,
            initial=initial,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _clusters(self, terms: CharterTerms) -> None:
        """A field for each language; more members than fit a list are named as in web addresses."""
        first, spoken = list(self.members[: MOST_OFFERED + 1]), {"en", *terms.language_clusters}
        are_many = isinstance(self.members, QuerySet) and len(first) > MOST_OFFERED
        if isinstance(self.members, QuerySet) and are_many:
            spoken |= set(self.members.order_by().values_list("language_cluster", flat=True))
        else:
            spoken |= {each.language_cluster for each in first}
        self.languages = [code for code in CONTENT_LANGUAGES if code in spoken]
        choices = [("*", _("All members")), *((each.slug, each.short_name) for each in first)]
        for code in self.languages:
            name, initial = f"cluster_{code}", list(terms.language_clusters.get(code, ()))
            label = _("Language cluster: %(language)s") % {"language": language_name(code)}
            if are_many:
                example = str(BY_ADDRESSES).format(names=f"{first[0].slug}, {first[1].slug}")
                self.fields[name] = WordsField(
                    label=label, initial=initial, required=False, help_text=example
                )
            else:
                self._choices(name, choices, initial, label)

    def _articles(self, terms: CharterTerms, data: Mapping[str, Any]) -> None:
        rows = [(each.number, each.title, each.text) for each in terms.articles]
        written = next((each.language for each in terms.articles if each.language), get_language() or "en")
        self.fields["article_language"] = forms.ChoiceField(
            label=_("Language of the articles"),
            choices=language_choices,
            initial=written,
            required=False,
        )
        sent = sum(1 for name in data if name.startswith("article_") and name.endswith("_text"))
        self.rows = min(max(len(rows) + BLANK_ARTICLES, sent), MOST_ARTICLES)
        for row in range(self.rows):
            texts = rows[row] if row < len(rows) else ("", "", "")
            for part, label, longest, text in zip(
                ARTICLE_PARTS, (_("Number"), _("Title"), _("Text")), (12, 200, 8000), texts, strict=True
            ):
                widget = forms.Textarea(attrs={"rows": 3}) if part == "text" else forms.TextInput()
                self.fields[f"article_{row}_{part}"] = forms.CharField(
                    label=label, max_length=longest, initial=text, required=False, widget=widget
                )

    def article_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each article, for the template."""
        return [[self[f"article_{row}_{part}"] for part in ARTICLE_PARTS] for row in range(self.rows)]

    def term_fields(self) -> list[forms.BoundField]:
        """The fields of the terms, for the template."""
        return [field for field in self if not field.name.startswith("article_")][2:]

    def terms(self) -> dict[str, Any]:
        """The proposed terms as JSON; an article left empty is not part of them."""
        data = self.cleaned_data
        articles = [
            {part: data[f"article_{row}_{part}"] for part in ARTICLE_PARTS} for row in range(self.rows)
        ]
        language = {"language": said} if (said := data["article_language"]) else {}
        return {
            **{name: [str(data[f"{name}_low"]), str(data[f"{name}_high"])] for name in SPANS},
            **{name: [int(each) for each in data[name]] for name in LISTS},
            **{name: data[name] for name in (*CHOICES, *PERIODS)},
            "language_clusters": {
                code: data[f"cluster_{code}"] for code in self.languages if data[f"cluster_{code}"]
            },
            "extra_elements": data["extra_elements"],
            "articles": [article | language for article in articles if any(article.values())],
        }
