"""What readers propose: the form with its preview, and one's own proposals.

The forms carry no token of Django's and are guarded as votes are: a session that ends
while somebody writes, or begins anew in another tab, must not cost them their text.
"""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from guide.editorial import proposing
from guide.editorial.proposals import (
    OPEN,
    Proposal,
    ProposalKind,
    ProposedEvidence,
)
from guide.films.models import Film
from guide.pages import metadata
from guide.pages.addresses import passages_above, place_of, visible_row
from guide.pages.facts import facts, told
from guide.pages.forms import ProposalForm, takes_evidence
from guide.pages.guards import from_this_site, see_other, to_sign_in
from guide.pages.proposal_words import (
    concerning,
    field_name,
    headings,
    many,
    offer,
    sent_text,
    state_sentence,
    state_word,
)
from guide.pages.refused_votes import address_of
from guide.passages.models import Beat, Kind, Passage
from guide.readers import notes, public_names
from guide.votes import limits

MOST = 100  # on the shelf
METHODS = ["GET", "HEAD", "POST"]


@from_this_site
@require_http_methods(METHODS)
def propose(request, public_id):
    """The form about a visible row; without a kind in the address, the kinds."""
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out(request)
    row = visible_row(request.progress, public_id)
    if not request.user.is_authenticated:
        return to_sign_in(request.get_full_path())
    film = row.film = Film.objects.published().get(pk=row.film_id)
    kind, field = asked_for(request, row)
    if kind is None:
        return choice(request, row, film)
    proposal = Proposal(
        reader=request.user, film=film, kind=kind, field=field, passage=row
    )
    return written(request, proposal, action=request.get_full_path())


@from_this_site
@require_http_methods(METHODS)
def own(request, public_id):
    """One's own proposal: how it stands, and while it is open the form once more."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            return signed_out(request)
        raise Http404
    proposal = own_proposal(request, public_id)
    is_open = proposal.state in OPEN
    if request.method == "POST" and request.POST.get("act") == "withdraw":
        try:
            proposing.withdraw(proposal)
        except proposing.Decided:
            notes.leave(request.response_cookies, "decided")
        return see_other(request.path)
    if is_open or request.method == "POST":
        return written(request, proposal, action=request.path)
    return page(request, proposal)


def signed_out(request):
    """403 for a form sent without an account, with all that was typed to send again.

    It looks nothing up: the answer is the same whatever the address names.
    """
    typed = {n: v for n, v in request.POST.items() if n in _SENT}
    return render(request, "proposals/signed_out.html", {"again": typed}, status=403)


_SENT = {
    *ProposalForm.base_fields,
    "act",
    *(
        f"evidence{number}-{name}"
        for number in range(proposing.MOST_EVIDENCE)
        for name in ("beat", "stance", "note")
    ),
}


def asked_for(request, row):
    """The kind and the field that an address asks for, if the row takes them."""
    kind, field = request.GET.get("kind", ""), request.GET.get("field", "")
    if kind not in proposing.kinds_for(row):
        return None, ""
    if kind != ProposalKind.CORRECTION:
        return kind, ""
    texts = proposing.corrigible(row)
    if field in texts:
        return kind, field
    return (kind, texts[0]) if len(texts) == 1 else (None, "")


def choice(request, row, film):
    """What may be proposed about a row, each with its address."""
    (about,) = facts([film])
    asked = request.GET.get("kind", "")
    ways = []
    for kind in proposing.kinds_for(row):
        if kind != ProposalKind.CORRECTION:
            ways.append((offer(kind), {"kind": kind}))
            continue
        for field in proposing.corrigible(row):
            ways.append((field_name(row, field), {"kind": kind, "field": field}))
    if asked == ProposalKind.CORRECTION:
        ways = [(words, query) for words, query in ways if "field" in query]
    return render(
        request,
        "proposals/choice.html",
        {
            "meta": metadata.of_film(about),
            "film": about,
            "concerning": concerning(row),
            "ways": [
                {"words": words, "url": f"{request.path}?{urlencode(query)}"}
                for words, query in ways
            ],
        },
    )


def written(request, proposal, *, action):
    """The form of a proposal, empty, previewed, refused or sent."""
    progress, film = request.progress, proposal.film
    is_new = proposal.pk is None
    beats = []
    if takes_evidence(proposal.kind):
        beats = list(Beat.objects.visible_to(progress).filter(film=film))
    before = []
    if not is_new:
        named = ProposedEvidence.objects.visible_to(progress)
        before = list(named.filter(proposal=proposal))
    data = request.POST if request.method == "POST" else None
    sending = data is not None and data.get("act") == "send"
    form = ProposalForm(
        data, proposal=proposal, beats=beats, evidence=before, sending=sending
    )
    shown = {"form": form, "action": action, "changed": text_changed(proposal)}
    if data is None or not form.is_valid():
        return page(request, proposal, **shown)
    if seconds := limits.wait_to_render(request.user.pk, address_of(request)):
        return slower(request, proposal, seconds, **shown)
    if not sending:
        return page(request, proposal, **shown, preview=preview(form))
    try:
        if is_new:
            proposal = proposing.propose(proposal, form.pieces())
        else:
            proposing.revise(proposal, form.pieces(), instead_of=before)
    except proposing.Decided:
        notes.leave(request.response_cookies, "decided")
        return see_other(request.path)
    except proposing.Changed as changed:
        again = data.copy()
        again["digest"] = proposing.digest_of(changed.text)
        form = ProposalForm(again, proposal=proposal, beats=beats)
        shown |= {"form": form, "changed": changed.text}
        return page(request, proposal, **shown, status=409)
    except proposing.TooMany as flood:
        form.add_error(None, many(flood))
        return page(request, proposal, **shown, status=429)
    except ValidationError:
        form.add_error(None, _("What this builds on has changed: check it again."))
        return page(request, proposal, **shown, status=409)
    public_names.call(request.user, form.cleaned_data["name"])
    return arrived(request, proposal)


def slower(request, proposal, seconds, *, form, **shown):
    """429: the form with all that was typed, and when to send it again."""
    sentence = ngettext(
        "You have previewed a lot in one minute. Nothing is lost: carry on in "
        "%(seconds)s second.",
        "You have previewed a lot in one minute. Nothing is lost: carry on in "
        "%(seconds)s seconds.",
        seconds,
    )
    form.add_error(None, sentence % {"seconds": seconds})
    response = page(request, proposal, form=form, **shown, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def arrived(request, proposal):
    """To the proposal, or to the shelf where its own minute has not been reached."""
    progress = request.progress.everywhere()
    if Proposal.objects.visible_to(progress).filter(pk=proposal.pk).exists():
        notes.leave(request.response_cookies, "proposed")
        return see_other(reverse("proposals:own", args=[proposal.public_id]))
    notes.leave(request.response_cookies, "proposed-late")
    return see_other(reverse("readers:shelf"))


def text_changed(proposal) -> str:
    """The text that a sent correction corrects, where it reads otherwise now."""
    if proposal.pk is None or proposal.kind != ProposalKind.CORRECTION:
        return ""
    now = getattr(proposal.passage, proposal.field)
    return now if proposing.digest_of(now) != proposal.digest else ""


def preview(form) -> dict:
    """How a proposal that is being written reads, through the one renderer."""
    return sent_text(form.proposal, form.pieces())


def page(request, proposal, *, form=None, status=200, **shown):
    """The page of a proposal: a new one is a form, one's own says how it stands."""
    (about,) = facts([proposal.film])
    is_new = proposal.pk is None
    heading = headings(is_new)[proposal.kind]
    context = {
        "meta": metadata.of_film(about),
        "film": about,
        "heading": heading,
        "kind": proposal.kind,
        "concerning": concerning(proposal.passage, proposal.field),
        "form": form,
        "wrong": form.wrong() if form is not None else [],
        "only_seen": form is not None and "minute" not in form.fields,
        **shown,
    }
    if not is_new:
        context |= standing(request, proposal, is_form=form is not None)
    return render(request, "proposals/page.html", context, status=status)


def standing(request, proposal, *, is_form: bool) -> dict:
    """How one's own proposal stands, and what came of it."""
    progress = request.progress
    pieces = []
    if not is_form and takes_evidence(proposal.kind):
        named = ProposedEvidence.objects.visible_to(progress)
        pieces = list(named.filter(proposal=proposal))
        seen = Beat.objects.visible_to(progress).filter(film=proposal.film)
        beats = seen.in_bulk([piece.beat_id for piece in pieces])
        for piece in pieces:
            piece.beat = beats[piece.beat_id]
    return {
        "own": proposal,
        "state": state_word(proposal.state),
        "state_sentence": state_sentence(proposal.state),
        "became_url": became_url(progress, proposal),
        "sent": None if is_form else sent_text(proposal, pieces),
    }


def became_url(progress, proposal) -> str:
    """Where what came of a proposal stands, if its writer may see it there."""
    if not proposal.became_id:
        return ""
    found = Passage.objects.visible_to(progress).filter(pk=proposal.became_id).first()
    if found and found.kind == Kind.DISPUTE:
        above = passages_above(progress, [found])
        return place_of(found, proposal.film.slug, above)
    return reverse("entries:detail", args=[found.public_id]) if found else ""


def own_proposal(request, public_id) -> Proposal:
    """The reader's own proposal, with what it concerns; else the constant 404."""
    progress = request.progress.everywhere()
    found = Proposal.objects.visible_to(progress).filter(reader=request.user)
    proposal = found.filter(public_id=public_id).first()
    if proposal is None:
        raise Http404
    row = Passage.objects.visible_to(progress).get(pk=proposal.passage_id)
    row.film = proposal.film = Film.objects.published().get(pk=proposal.film_id)
    proposal.reader, proposal.passage = request.user, row
    return proposal


def own_proposals(request) -> list[dict]:
    """This reader's proposals as far as they may see them now, the latest first."""
    if not request.user.is_authenticated:
        return []
    found = Proposal.objects.visible_to(request.progress.everywhere())
    mine = list(found.filter(reader=request.user).order_by("-at", "-pk")[:MOST])
    films = Film.objects.published().in_bulk({each.film_id for each in mine})
    titles = told(films.values())
    return [
        {
            "film_title": titles[each.film_id],
            "url": reverse("proposals:own", args=[each.public_id]),
            "text": str(each),
            "kind": offer(each.kind, short=True),
            "state": state_word(each.state),
        }
        for each in mine
    ]
