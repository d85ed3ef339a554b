"""Which votes count: those of verified accounts, where no discount stands.

The records are the truth; `Vote.counts` repeats what they say, so that a tally need
not read them. It is decided anew, and the vote made pending, whenever they change.
"""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from guide import gate
from guide.readers.models import Reader
from guide.votes.models import Discount, Lift, Vote


def should_count() -> Q:
    """The condition under which a vote counts, from the records themselves."""
    counts = Q(~Exists(standing(vote=OuterRef("pk"))))
    if settings.ONLY_VERIFIED_COUNT:
        counts &= Q(Exists(verified(user=OuterRef("reader"))))
    return counts


def standing(**which: object) -> QuerySet:
    """Discounts that have not been lifted."""
    lifted = QuerySet(Lift).filter(discount=OuterRef("pk"))
    return QuerySet(Discount).filter(~Exists(lifted), **which)


def may_vote(reader: Reader) -> bool:
    """Whether what this reader votes would count: else it is not taken."""
    return not settings.ONLY_VERIFIED_COUNT or verified(user=reader).exists()


def verified(**whose: object) -> QuerySet:
    """Addresses that somebody has shown to be theirs."""
    return EmailAddress.objects.filter(verified=True, **whose)


@transaction.atomic
def decide(votes: QuerySet) -> None:
    """Write anew whether these votes count; those that change become pending.

    They are locked first, and the records read after that.
    """
    lock(votes)
    votes.filter(should_count(), counts=False).update(counts=True, pending=True)
    votes.filter(~should_count(), counts=True).update(counts=False, pending=True)


def undecided(votes: QuerySet) -> QuerySet:
    """Those of whom the records say otherwise than `counts`."""
    should = should_count()
    return votes.filter(Q(should, counts=False) | Q(~should, counts=True))


def lock(votes: QuerySet) -> list[int]:
    """The keys of these votes, locked in their order until the transaction ends."""
    return list(votes.order_by("pk").select_for_update().values_list("pk", flat=True))


@receiver([post_save, post_delete], sender=EmailAddress)
def verified_or_no_longer(instance: EmailAddress, **kwargs: object) -> None:
    """The votes of whoever verifies an address begin to count."""
    if settings.ONLY_VERIFIED_COUNT:
        with gate.unguarded("whether a reader's own votes count; nothing is shown"):
            decide(QuerySet(Vote).filter(reader=instance.user_id))
