"""Status lists as verifiers read them."""

from django.conf import settings

from mcx.credentials.models import StatusList
from mcx.network.models import Institution


def status_list_url(row: StatusList) -> str:
    """Where a verifier fetches this list."""
    return f"{settings.PUBLIC_URL}/institutions/{row.institution.slug}/status/{row.purpose}/{row.number}"


def status_list(institution: Institution, purpose: str, number: int) -> StatusList | None:
    """One list of an institution."""
    lists = StatusList.objects.select_related("institution")
    return lists.filter(institution=institution, purpose=purpose, number=number).first()
