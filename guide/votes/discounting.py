"""Discounts: votes that editors find to be fraud are left out, and stay where they are.

Every discount and every lift is a record of its own, with a reason and whose it was. A
vote counts while no discount of it stands: one that an editor has discounted stays
out when its account, suspended meanwhile, is restored.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from guide.common import text_checks
from guide.readers.models import Reader
from guide.readers.roles import DISCOUNT, LIFT, refuse, refuse_touching
from guide.votes import counting
from guide.votes.models import Discount, Lift, Vote


@transaction.atomic
def discount(
    votes: Iterable[int], *, by: Reader | None, reason: str, suspension: bool = False
) -> int:
    """Leave votes, named by their keys, out of every tally; how many were not already.

    Raises ValueError without a reason, and PermissionDenied.
    """
    refuse(by, DISCOUNT, "Only an editor can leave votes out.")
    rows = QuerySet(Vote).filter(pk__in=votes)
    counting.lock(rows)
    there = counting.standing(vote__in=rows, suspension=suspension)
    already = set(there.values_list("vote", flat=True))
    records = [
        Discount(
            vote_id=key,
            passage_id=entry,
            by=by,
            reason=_given(reason),
            suspension=suspension,
        )
        for key, entry in rows.values_list("pk", "passage").order_by("pk")
        if key not in already
    ]
    QuerySet(Discount).bulk_create(records)
    counting.decide(rows)
    return len(records)


@transaction.atomic
def lift(discounts: Iterable[int], *, by: Reader | None, reason: str) -> int:
    """Take discounts, named by their keys, back; how many still stood.

    Raises ValueError without a reason, and PermissionDenied.
    """
    refuse(by, LIFT, "Only an editor can take a discount back.")
    votes = QuerySet(Vote).filter(
        pk__in=QuerySet(Discount).filter(pk__in=discounts).values("vote")
    )
    counting.lock(votes)
    standing = counting.standing(pk__in=discounts).values_list("pk", flat=True)
    records = [
        Lift(discount_id=key, by=by, reason=_given(reason))
        for key in standing.order_by("pk")
    ]
    QuerySet(Lift).bulk_create(records)
    counting.decide(votes)
    return len(records)


@transaction.atomic
def suspend(reader: Reader, *, by: Reader | None, reason: str) -> int:
    """Switch an account off and leave its votes out; how many. Raises ValueError
    without a reason, and PermissionDenied. Doing it again leaves out what was voted
    meanwhile."""
    refuse_touching(reader, by)
    reader.is_active = False
    reader.save(update_fields=["is_active"])
    votes = QuerySet(Vote).filter(reader=reader).values_list("pk", flat=True)
    return discount(list(votes), by=by, reason=reason, suspension=True)


@transaction.atomic
def restore(reader: Reader, *, by: Reader | None, reason: str) -> int:
    """Switch an account on again and lift what its suspension discounted; how many.

    Raises ValueError without a reason, and PermissionDenied.
    """
    refuse_touching(reader, by)
    reader.is_active = True
    reader.save(update_fields=["is_active"])
    suspended = counting.standing(vote__reader=reader, suspension=True)
    return lift(list(suspended.values_list("pk", flat=True)), by=by, reason=reason)


def _given(reason: str) -> str:
    if not reason.strip():
        raise ValueError("Give a reason.")
    text_checks.in_a_line(reason)
    return reason.strip()
