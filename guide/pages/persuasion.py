"""Saying which piece of evidence moved one's vote on a reading."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from guide.films.models import Film
from guide.pages.addresses import place_of, visible_row
from guide.pages.guards import from_this_site, see_other, to_sign_in, way_back
from guide.pages.refused_votes import address_of, too_many, wants_json
from guide.pages.rows import PageRows
from guide.pages.visible_guide import VisibleGuide
from guide.passages.models import Entry, Evidence, Kind
from guide.votes import limits, persuasion


@from_this_site
@require_POST
def say(request, public_id):
    """One piece of evidence moved me, or none after all: `evidence` is empty then."""
    reading = visible_row(request.progress, public_id, Entry)
    if reading.kind != Kind.INTERPRETATION:
        raise Http404
    film = Film.objects.published().get(pk=reading.film_id)
    there = way_back(request, place_of(reading, film.slug, {}))
    if not request.user.is_authenticated:
        return to_sign_in(there)
    named = request.POST.get("evidence", "")
    if seconds := limits.wait(request.user.pk, address_of(request)):
        return too_many(request, seconds, {"evidence": named[:10], "next": there})
    try:
        if named:
            piece = visible_piece(request.progress, reading, named)
            persuasion.say(request.user, piece, request.progress)
        else:
            persuasion.take_back(request.user, reading, request.progress)
    except persuasion.NoVote as refusal:
        return render(request, "400.html", {"sentence": str(refusal)}, status=400)
    if wants_json(request):
        guide = VisibleGuide(request.progress, film)
        shown = PageRows(request, guide, entries=[reading])
        return JsonResponse({"evidence": shown.told_of_evidence(reading)})
    return see_other(there)


def visible_piece(progress, reading, public_id: str) -> Evidence:
    """A piece of a reading's evidence that this reader may see, else the same 404."""
    for piece in Evidence.objects.visible_to(progress).filter(passage=reading):
        if piece.public_id == public_id:
            return piece
    raise Http404
