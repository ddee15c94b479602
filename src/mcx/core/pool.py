"""What a pool of connections does not pass on at the start of one is said to the database itself, once."""

from django.conf import settings
from django.db import ProgrammingError, connection, transaction


def spare_the_compiler() -> bool:
    """Let the database compile no query to machine code, where a pool is in between (`settings._database`).

    False where this account may not say so, as it does not own the database.
    """
    if not settings.POOLED or connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        name = connection.ops.quote_name(cursor.fetchone()[0])
        try:
            with transaction.atomic():
                cursor.execute(f"ALTER DATABASE {name} SET jit = off")
        except ProgrammingError:
            return False
    return True
