"""Voting on readings and answers; a vote may wait for its voter to sign in."""

from dataclasses import asdict

from allauth.account.signals import email_confirmed
from allauth.account.signals import user_logged_in as led_back
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from guide.entries.models import Kind
from guide.films.models import Film
from guide.pages.entries import question_of, rivals_of, visible_entry
from guide.pages.guards import from_this_site, see_other, to_sign_in, way_back
from guide.pages.refusals import address_of, refusal, wants_json
from guide.pages.rows import Shown, place_of
from guide.readers import (
    arrivals,  # noqa: F401  listens first: the shelf is the account's then
    cookie,
    notes,
)
from guide.readers.bookmarks import AccountShelf
from guide.votes import casting, counting, limits, tally, unprompted, waiting


@from_this_site
@require_POST
def cast(request, public_id):
    """Cast, change or withdraw a vote, and go back to where it was pressed."""
    entry = visible_entry(request.progress, public_id)
    question = question_of(request.progress, entry)
    film = Film.objects.published().get(pk=entry.film_id)
    place = place_of(entry, film.slug, of_ending=bool((question or entry).ending_id))
    there = way_back(request, place)
    try:
        value = casting.value_of(request.POST.get("value", ""))
        casting.refuse_other_kinds(entry)
        if request.user.is_authenticated:
            if refused := refusal(request, entry.public_id, value, there):
                return refused
            blind = "blind" in request.POST and is_sealed(request, film, entry)
            casting.cast(reader=request.user, entry=entry, value=value, blind=blind)
            if wants_json(request):
                return standing(request, film, entry)
            return see_other(there)
    except casting.NotAVote as error:
        return render(request, "400.html", {"sentence": str(error)}, status=400)
    waiting.keep(request.jar, waiting.pressed(entry.public_id, value, there))
    notes.leave(request.jar, "waiting")
    return to_sign_in(there)


def is_sealed(request, film: Film, entry) -> bool:
    """Whether the votes on a reading have not shown yet: the form may say what it will,
    the shelf and the rows decide."""
    if entry.kind != Kind.INTERPRETATION:
        return False
    ending, progress = entry.ending_id, request.progress
    return ending in unprompted.sealed(request.shelf, film, [ending], progress)


def standing(request, film: Film, entry) -> JsonResponse:
    """How the vote stands now, for the script that keeps the reader on the page."""
    rivals = [entry]
    if entry.kind == Kind.INTERPRETATION:
        rivals = rivals_of(request.progress, entry)
    shown = Shown(request, film, beats=[], entries=rivals)
    box = shown.box(entry)
    told = {name: getattr(box, name) for name in ("yes", "no", "total", "mine", "said")}
    told["percent"] = box.share["percent"] if box.share else None
    told["sentence"] = box.sentence
    if entry.kind == Kind.INTERPRETATION:
        stands = shown.standing(shown.ranked(rivals))
        told["standing"] = stands and asdict(stands)
        told["evidence"] = shown.told_of_evidence(entry)
    return JsonResponse(told)


def cast_what_waited(request, vote: waiting.Waiting | None = None) -> None:
    """Cast the vote that waits for this account, if it may see the entry now: once, and
    counted as any other."""
    vote = vote or waiting.waiting(request.COOKIES)
    if vote is None or not request.user.is_authenticated:
        return
    if vote.reader != request.user.pk:
        return
    progress = request.shelf.progress()
    try:
        entry = visible_entry(progress, vote.public_id)
    except Http404:
        notes.leave(request.jar, "kept")
        return
    if not counting.may_vote(request.user):
        notes.leave(request.jar, "verify")
        return
    waiting.done(request.jar)
    if tally.voted_since(vote.pressed_at, entry, request.user, progress):
        return  # a cookie that somebody saved, or a vote that was changed since
    if limits.wait(request.user.pk, address_of(request)):
        notes.leave(request.jar, "too-many")
        return
    casting.cast(reader=request.user, entry=entry, value=vote.value)
    notes.leave(request.jar, "cast")


@receiver(user_logged_in)
def came_along(request, user, **kwargs):
    """What this device could see of votes is not asked for in the account."""
    sent = request.COOKIES.get(settings.PROGRESS_COOKIE_NAME, "")
    if minutes := cookie.read(sent):
        unprompted.opened(AccountShelf(user), minutes)


@receiver(led_back)
def arrived(request, response, user, **kwargs):
    """Signing in is a POST: the vote that waited may be cast now, for whom it led here.
    Whoever else signs in on the device finds it gone."""
    vote = waiting.waiting(request.COOKIES)
    if vote is None:
        return
    if vote.leads_to(response.url):
        vote = vote.of(user.pk)
        waiting.keep(request.jar, vote)
    if vote.reader != user.pk:
        waiting.done(request.jar)
        return
    cast_what_waited(request, vote)


@receiver(email_confirmed)
def verified(request, **kwargs):
    """So is verifying an address: then the vote counts."""
    if getattr(request, "method", "") == "POST" and hasattr(request, "shelf"):
        cast_what_waited(request)
