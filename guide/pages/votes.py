"""Voting on readings and answers; a vote may wait for its voter to sign in."""

from dataclasses import asdict

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from guide.films.models import Film
from guide.pages.addresses import passages_above, place_of, visible_row
from guide.pages.guards import from_this_site, see_other, to_sign_in, way_back
from guide.pages.refused_votes import address_of, refusal, wants_json
from guide.pages.rows import PageRows
from guide.pages.visible_guide import VisibleGuide
from guide.passages.models import Entry, Kind
from guide.readers import notes, progress_cookie
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting, counting, limits, tally, unprompted, waiting


@from_this_site
@require_POST
def cast(request, public_id):
    """Cast, change or withdraw a vote, and go back to where it was pressed."""
    entry = visible_row(request.progress, public_id, Entry)
    film = Film.objects.published().get(pk=entry.film_id)
    above = passages_above(request.progress, [entry])
    there = way_back(request, place_of(entry, film.slug, above))
    try:
        value = casting.value_of(request.POST.get("value", ""))
        casting.refuse_other_kinds(entry)
        if request.user.is_authenticated:
            if refused := refusal(request, entry.public_id, value, there):
                return refused
            first = "unprompted" in request.POST and is_unprompted(request, film, entry)
            casting.cast(
                reader=request.user, entry=entry, value=value, unprompted=first
            )
            if wants_json(request):
                return standing(request, film, entry)
            return see_other(there)
    except casting.NotAVote as error:
        return render(request, "400.html", {"sentence": str(error)}, status=400)
    waiting.keep(
        request.response_cookies, waiting.pressed(entry.public_id, value, there)
    )
    notes.leave(request.response_cookies, "waiting")
    return to_sign_in(there)


def is_unprompted(request, film: Film, entry) -> bool:
    """Whether the votes on a reading have not shown yet: the form may say what it will,
    the shelf and the rows decide."""
    if entry.kind != Kind.INTERPRETATION:
        return False
    ending, progress = entry.under_id, request.progress
    return ending in unprompted.still_asked(request.shelf, film, [ending], progress)


def standing(request, film: Film, entry) -> JsonResponse:
    """How the vote stands now, for the script that keeps the reader on the page."""
    guide, rivals = VisibleGuide(request.progress, film), [entry]
    if entry.kind == Kind.INTERPRETATION:
        rivals = guide.of(Kind.INTERPRETATION, entry.under_id)
    shown = PageRows(request, guide, entries=rivals)
    box = shown.box(entry)
    names = ("yes", "no", "total", "mine", "said", "percent")
    told = {name: getattr(box, name) for name in names}
    told["sentence"] = box.sentence
    if entry.kind == Kind.INTERPRETATION:
        stands = shown.standing(shown.ranked(rivals))
        told["standing"] = stands and asdict(stands)
        told["evidence"] = shown.told_of_evidence(entry)
    return JsonResponse(told)


def cast_what_waited(request) -> None:
    """Cast the vote that waits for this account, if it may see the entry now: once, and
    counted as any other."""
    vote = waiting.held(request.session)
    if vote is None or not request.user.is_authenticated:
        return
    progress = request.shelf.progress()
    try:
        entry = visible_row(progress, vote.public_id, Entry)
    except Http404:
        notes.leave(request.response_cookies, "kept")
        return
    if not counting.may_vote(request.user):
        notes.leave(request.response_cookies, "verify")
        return
    waiting.done(request.session)
    if tally.voted_since(vote.pressed_at, entry, request.user, progress):
        return  # a cookie that somebody saved, or a vote that was changed since
    if limits.wait(request.user.pk, address_of(request)):
        notes.leave(request.response_cookies, "too-many")
        return
    casting.cast(reader=request.user, entry=entry, value=vote.value)
    notes.leave(request.response_cookies, "cast")


def forget_what_was_shown(request, user) -> None:
    """What this device could see of votes is not asked for in the account."""
    sent = request.COOKIES.get(settings.PROGRESS_COOKIE_NAME, "")
    if minutes := progress_cookie.read(sent):
        unprompted.opened(AccountShelf(user), minutes)


def take_what_waited(request, there: str) -> None:
    """The vote that waited may be cast now, for whom it led to `there`. Whoever else
    signs in on the device finds it gone."""
    vote = waiting.waiting(request.COOKIES)
    request.response_cookies.drop(settings.WAITING_VOTE_COOKIE_NAME)
    if vote and vote.leads_to(there):
        waiting.hold(request.session, vote)
        cast_what_waited(request)
