"""The reader's button "this stands too early"."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guide.editorial import moderation
from guide.entries.models import Dispute, Ending, Entry
from guide.films.models import Beat
from guide.pages.guards import (
    came_from,
    from_this_site,
    see_other,
    to_sign_in,
    way_back,
)
from guide.readers import notes

MODELS = (Beat, Ending, Entry, Dispute)


@from_this_site
@require_POST
def too_early(request, public_id):
    """Tell the editors that a visible row stands too early, and go back."""
    row = visible_row(request.progress, public_id)
    there = way_back(request, came_from(request, reverse("readers:shelf")))
    if not request.user.is_authenticated:
        return to_sign_in(there)
    try:
        moderation.report_too_early(reader=request.user, row=row)
    except moderation.TooMany:
        sentence = _("Thank you. Five reports a day are as many as we can look at.")
        told = {"sentence": sentence, "back": there}
        return render(request, "400.html", told, status=429)
    notes.leave(request.jar, "reported", row=row.public_id)
    return see_other(there)


def visible_row(progress, public_id: str):
    """The gated row of that name that this reader may see; else the constant 404."""
    progress.everywhere()
    rows = [m.objects.visible_to(progress).filter(public_id=public_id) for m in MODELS]
    found = [row for each in rows for row in each]
    if not found:
        raise Http404
    return found[0]
