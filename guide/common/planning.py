"""What PostgreSQL is told as a connection opens: not to compile statements first.

The gate's condition is long, and its statements are short: compiling took 499 of the
639 milliseconds of a search. An option of the connection would say it sooner, but some
versions of pgbouncer refuse those.
"""

from django.db.backends.signals import connection_created


def listen() -> None:
    """Tell each connection to PostgreSQL."""
    connection_created.connect(_no_jit, dispatch_uid="no-jit")


def _no_jit(connection, **kwargs):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
