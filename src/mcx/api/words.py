"""Texts as endpoints take them: any characters but NUL, which no database stores."""

from typing import Annotated

from ninja import Field

NO_NUL = r"^[^\x00]*$"
Words = Annotated[str, Field(pattern=NO_NUL)]
Text = dict[Words, Words]
