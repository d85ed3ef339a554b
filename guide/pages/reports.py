"""The reader's button "this is shown too early"."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guide.editorial import moderation
from guide.pages.addresses import visible_row
from guide.pages.guards import (
    came_from,
    from_this_site,
    see_other,
    to_sign_in,
    way_back,
)
from guide.readers import notes


@from_this_site
@require_POST
def too_early(request, public_id):
    """Tell the editors that a visible row is shown too early, and go back."""
    row = visible_row(request.progress, public_id)
    there = way_back(request, came_from(request, reverse("readers:shelf")))
    if not request.user.is_authenticated:
        return to_sign_in(there)
    try:
        moderation.report_too_early(reader=request.user, row=row)
    except moderation.TooMany:
        sentence = _(
            "Thank you. We can look at five reports a day from one person. Please send "
            "this one tomorrow."
        )
        told = {"sentence": sentence, "back": there}
        return render(request, "400.html", told, status=429)
    notes.leave(request.response_cookies, "reported", row=row.public_id)
    return see_other(there)
