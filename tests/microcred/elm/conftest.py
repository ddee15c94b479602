"""Small images."""

import pytest

from microcred.elm.pages import BLANK


@pytest.fixture
def png() -> bytes:
    return BLANK + b"\x00"


@pytest.fixture
def jpeg() -> bytes:
    return b"\xff\xd8\xff\xe0" + bytes(40)
