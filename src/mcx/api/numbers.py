"""Numbers that programs send: none is longer than it looks, and each has its bounds.

`1e-999999999` is small, has one digit and is a gigabyte once it is written out; so is `0e-999999999`, which
no limit of decimals refuses. Both are refused where they come in, as rules refuse them in what people type.
"""

from decimal import Decimal
from typing import Annotated, Any

from ninja import Field
from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

from mcx.network.rules.scales import FARTHEST
from microcred.guards import decimal


def _as_long_as_it_looks(value: Any) -> Any:
    """The value, unless it is the text of a number of more than twenty digits on either side of its point."""
    if isinstance(value, str) and decimal(value.strip()) is None:
        raise PydanticKnownError("decimal_parsing")
    return value


SHORT = BeforeValidator(_as_long_as_it_looks)  # stands last, so that the bounds remain the number's own
Credits = Annotated[Decimal, Field(ge=0, le=100, decimal_places=1), SHORT]
"""As many as a decision can recognise, in ECTS."""
Size = Annotated[Decimal, Field(gt=0, le=999, decimal_places=1), SHORT]
"""How large something to be learnt is, in ECTS."""
Bound = Annotated[Decimal, Field(ge=0, le=999), SHORT]
"""From or up to which size something is looked for, in ECTS."""
Mark = Annotated[Decimal, Field(ge=1, le=5, decimal_places=1), SHORT]
"""An answer between 1 and 5."""
End = Annotated[Decimal, Field(ge=-FARTHEST, le=FARTHEST, decimal_places=2), SHORT]
"""The best or the worst number of a grading scale."""
Step = Annotated[Decimal, Field(gt=0, le=FARTHEST, decimal_places=2), SHORT]
"""From one number of a grading scale to the next."""
Row = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""The number of a row, as far as a database counts."""
