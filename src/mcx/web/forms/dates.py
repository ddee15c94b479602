"""A day, entered with the browser's own calendar."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """The browser's date input, which wants ISO dates whatever the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day; browsers send it as an ISO date."""

    widget = DayInput

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **more)
