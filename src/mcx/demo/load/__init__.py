"""Loads the demonstration network through the services, as if everybody had done their part in time."""

from datetime import datetime

from django.db import transaction

from mcx.demo.load.cast import Cast
from mcx.demo.load.courses import publish_courses
from mcx.demo.load.drafts import begin_drafts
from mcx.demo.load.founding import found, propose_next_charter
from mcx.demo.load.plans import prepare
from mcx.demo.load.stories import tell


@transaction.atomic
def load_demo(*, at: datetime) -> Cast:
    """The whole demonstration with `at` as its present day: all of it or nothing."""
    cast = Cast(now=at)
    found(cast)
    publish_courses(cast)
    prepare(cast)
    tell(cast)
    begin_drafts(cast)
    propose_next_charter(cast)
    return cast
