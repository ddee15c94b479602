"""A field for one text in several languages, shown by `parts/languages_field.html`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import get_default_renderer
from django.template import loader
from django.utils.safestring import SafeString, mark_safe

from mcx.core.text import CONTENT_LANGUAGES, cleaned


def _rendered(part: Mapping[str, Any], renderer: Any) -> SafeString:
    """One language's input, which the form renderer escaped."""
    html = (renderer or get_default_renderer()).render(part["template_name"], {"widget": part})
    return mark_safe(html)  # noqa: S308


class LanguagesWidget(forms.MultiWidget):
    """One input per language, each marked with its language."""

    use_fieldset = True

    def __init__(self, languages: Iterable[str], widget: type[forms.Widget]) -> None:
        self.languages = tuple(languages)
        super().__init__({code: widget(attrs={"lang": code}) for code in self.languages})

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        """The text's languages in the order of the inputs."""
        return [(value or {}).get(code, "") for code in self.languages]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The inputs with the languages' own names as labels."""
        parts = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        rows = [
            {
                "code": code,
                "name": CONTENT_LANGUAGES[code],
                "id": part["attrs"].get("id", ""),
                "input": _rendered(part, renderer),
            }
            for part, code in zip(parts, self.languages, strict=True)
        ]
        return loader.render_to_string("parts/languages_input.html", {"rows": rows})


class LanguagesField(forms.MultiValueField):
    """A text in several languages; its value maps language tags to texts, empty languages left out.

    Required means: in at least one language. The data of language `fi` of field `title` is `title_fi`.
    """

    def __init__(
        self,
        languages: Iterable[str],
        *,
        widget: type[forms.Widget] = forms.TextInput,
        max_length: int = 300,
        **more: Any,
    ) -> None:
        codes = tuple(languages)
        fields = [forms.CharField(required=False, max_length=max_length) for _code in codes]
        super().__init__(fields, widget=LanguagesWidget(codes, widget), require_all_fields=False, **more)
        self.languages = codes

    def compress(self, data_list: list[str]) -> dict[str, str]:
        """The filled languages of the text."""
        return cleaned(dict(zip(self.languages, data_list, strict=True))) if data_list else {}
