"""Rows locked for whoever writes them, in one way for every table."""

from django.db.models import QuerySet


def locked(rows: QuerySet) -> QuerySet:
    """The rows, to be locked until the transaction ends. No vote waits for them: keys
    do not change.

    In no order: that of endings joins their cuts, and what an outer join brings
    PostgreSQL cannot lock.
    """
    return rows.order_by().select_for_update(no_key=True)
