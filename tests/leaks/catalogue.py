"""Leaks to plant: each channel of the threat model once, in the running code."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from unittest import mock

from django.core.cache import cache
from django.db import connection
from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.utils.http import http_date

from guide.films.models import Film
from guide.passages.models import Beat, Ending, Entry
from guide.readers.middleware import ReaderMiddleware
from guide.search.models import SearchDoc
from guide.votes.models import Persuasion, Snapshot, Vote
from tests.leaks import surgery
from tests.leaks.doubled import DOUBLED

FILM, ENDING, ENTRY = "films:detail", "endings:detail", "entries:detail"
VOTE, SEARCH, SHELF = "votes:cast", "search:results", "readers:shelf"


@dataclass(frozen=True)
class Mutant:
    """A leak and how to plant it. `doubled`: why a second guard hides it from readers;
    then the tripwire must refuse it."""

    name: str
    plant: Callable[[], AbstractContextManager]
    doubled: str = ""


def edit(module, *changes):
    return lambda: surgery.edited(f"guide.{module}", *changes)


def both(*plants):
    @contextmanager
    def plant():
        with ExitStack() as stack:
            for one in plants:
                stack.enter_context(one())
            yield

    return plant


def after(views, change):
    """Answers of some views pass through `change(request, response, arguments)`."""
    views = (views,) if isinstance(views, str) else views
    call = ReaderMiddleware.__call__

    def leaking(self, request):
        response = call(self, request)
        match = request.resolver_match
        if match and match.view_name in views:
            return change(request, response, match.kwargs) or response
        return response

    return lambda: mock.patch.object(ReaderMiddleware, "__call__", leaking)


def said(views, text):
    """A page of HTML says `text(arguments)` as well."""

    def change(request, response, args):
        if b"</body>" in response.content:
            more = f"<p>{text(args)}</p></body>".encode()
            response.content = response.content.replace(b"</body>", more)

    return after(views, change)


def rows(model, args):
    """All rows of the film at an address, past the gate."""
    every = surgery.everything(model.objects)
    return every.filter(film__slug=args.get("slug", "")).order_by("pk")


def hidden_entry(args):
    return QuerySet(Entry).filter(public_id=args["public_id"]).first()


def instead(status, **headers):
    """A 404 becomes something else where the entry exists."""

    def change(request, response, args):
        if response.status_code == 404 and hidden_entry(args):
            return HttpResponse(status=status, headers=headers)

    return change


def named(request, response, args):
    if response.status_code == 404 and (row := hidden_entry(args)):
        response.content += f"<p>{row.title} is hidden</p>".encode()


def allowed(request, response, args):
    if hidden_entry(args):
        response.headers["Allow"] = "GET, HEAD"


def next_beat(args):
    beat = rows(Beat, args).filter(horizon__gt=20).order_by("horizon").first()
    return beat and (beat.minute, beat.title)


def latest(args):
    return rows(Beat, args).aggregate(at=Max("published_at"))["at"]


def etag(request, response, args):
    if latest(args):
        response.headers["ETag"] = f'"{latest(args).timestamp():.0f}"'


def last_modified(request, response, args):
    if latest(args):
        response.headers["Last-Modified"] = http_date(latest(args).timestamp())


def titled(request, response, args):
    if ending := rows(Ending, args).first():
        tag = f"<title>{ending.tldr} ".encode()
        response.content = response.content.replace(b"<title>", tag)


def described(request, response, args):
    if beat := rows(Beat, args).last():
        tag = b'<meta property="og:description" content="' + beat.title.encode()
        response.content = response.content.replace(
            b'<meta property="og:description" content="', tag
        )


def raw_count(args):
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM guide_passage")
        return cursor.fetchone()[0]


def one_by_one(request, response, args):
    for beat in rows(Beat, args):
        QuerySet(Beat).filter(pk=beat.pk).exists()


def padded(request, response, args):
    response.content += b" " * rows(Beat, args).count()


def opened(request, response, args):
    if response.status_code == 303:
        response.set_cookie("news", rows(Beat, args).count())


def shared(request, response, args):
    """A page cache that knows addresses and no readers."""
    if request.method == "GET" and response.status_code == 200:
        kept = cache.get_or_set(f"page:{request.get_full_path()}", response.content)
        response.content = kept


def words_asked(request):
    return request.GET.get("q", "").split() or ["nothing"]


def matches(request):
    found = QuerySet(SearchDoc)
    for word in words_asked(request):
        found = found.filter(words__contains=word)
    return found


def hits(request, response, args):
    response.content += f"<p>{matches(request).count()} hits</p>".encode()


def meant(request, response, args):
    near = QuerySet(SearchDoc).filter(words__contains=words_asked(request)[0][:3])
    guess = near.order_by("-words").values_list("words", flat=True).first() or ""
    response.content += f"<p>Did you mean {guess[-20:]}?</p>".encode()


def empty(request, response, args):
    if b"search" in response.content and matches(request).exists():
        response.content = response.content.replace(b"<main", b'<main class="some"')


def mod(request, response, args):
    at = QuerySet(Beat).aggregate(at=Max("published_at"))["at"]
    response.content += f"<lastmod>{at}</lastmod>".encode()


def suffixes(args):
    titles = [
        t.split()[0] for t in rows(Entry, args).values_list("title", flat=True) if t
    ]
    return sorted(f"{t}-{titles.count(t)}" for t in titles if titles.count(t) > 1)


def gate(*changes):
    return edit("gate.visibility", *changes)


GATES = [
    Mutant("status ignored", gate((
        """f"{{row}}.\\"status\\" = '{PUBLISHED}'",""", ""))),
    Mutant("the film's status ignored", gate((
        "if gate.horizon or gate.published_film", "if False"))),
    Mutant("held ignored", gate(('(NOT {{row}}."held" OR', "(1=1 OR"))),
    Mutant("horizon ignored", gate(("""f'{{row}}."horizon" <= {minute}'""", "'1=1'"))),
    Mutant("one minute too early", gate((
        '."horizon" <= {minute}', '."horizon" - 1 <= {minute}'))),
    Mutant("a proposal's own minute ignored", gate((
        "if gate.horizon or gate.own_minute:", "if gate.horizon:"))),
    Mutant("no horizon shows", gate((
        """'{{row}}."horizon" <= {minute}'""",
        """'COALESCE({{row}}."horizon", 0) <= {minute}'"""))),
    Mutant("other films ignored", gate((
        'f"NOT {_link_beyond(but_announced, depth, vendor)}",', ""))),
    Mutant("the row's own film in place of the other", gate((
        """f'{link}."spoils_id"'""", """f'{link}."film_id"'"""))),
    Mutant("every other film is named", gate((
        """f'AND NOT {link}."announced" ' if""", "'AND 1=0 ' if"))),
    Mutant("another film named under a row that conceals one", gate((
        'f"NOT {_link_beyond(but_announced, depth, vendor)}",',
        '*([] if but_announced and depth > 1 else '
        '[f"NOT {_link_beyond(but_announced, depth, vendor)}"]),'))),
    Mutant("what it belongs to ignored", gate((
        "    for name in gate.through:", "    for name in ():"))),
    Mutant("what it hangs under ignored", gate((
        'return f"({key} IS NULL OR {_exists(model, key, shows, depth)})"',
        'return "1=1"'))),
    Mutant("what is two above ignored", gate((
        "parts.append(_shows_above(model, but_announced, depth, vendor, above))",
        "parts.append(_shows_above(model, but_announced, depth, vendor, above) "
        "if not depth else '1=1')"))),
    Mutant("the other film is not noted", edit("gate.progress", (
        "self._noted.update(_also_spoiled_by(film))", "pass"))),
]  # fmt: skip

LISTS = [
    Mutant("drafts have pages", edit("pages.facts", (
        "Film.objects.published().filter(slug=slug)",
        "everything(Film.objects).filter(slug=slug)"))),
    Mutant("drafts on the home page", edit("pages.films", (
        "newest = Film.objects.published()",
        "newest = everything(Film.objects)"))),
    Mutant("what is new past the gate", edit("pages.home_return", (
        "rows = Passage.objects.visible_to(progress).filter(",
        "rows = everything(Passage.objects).filter("))),
    Mutant("genres of drafts", edit("pages.films", (
        "for film in films for genre",
        "for film in everything(Film.objects) for genre"))),
    Mutant("drafts on the shelf", edit("pages.readers", (
        "f.public_id: f for f in Film.objects.published()",
        "f.public_id: f for f in everything(Film.objects)"))),
    Mutant("drafts in the sitemap", edit("sitemaps", (
        "Film.objects.published()", "everything(Film.objects)"))),
    Mutant("drafts found", both(
        edit("search.query", ("Film.objects.published()", "everything(Film.objects)")),
        gate(("gate.horizon or gate.published_film", "gate.horizon")))),
    Mutant("cuts of every film", edit("pages.position", (
        "Cut.objects.filter(film=film)", "Cut.objects.all()"))),
    Mutant("unfiltered search", both(
        edit("search.query", ("SearchDoc.objects.visible_to(progress.everywhere())",
                              "everything(SearchDoc.objects)")),
        edit("pages.search", ("Passage.objects.visible_to(progress)",
                              "everything(Passage.objects)"),
             ("Film.objects.published()", "everything(Film.objects)")))),
    Mutant("search slices before it filters", edit("search.query", (
        "    found, rest = Found(), Found()",
        "    first = everything(SearchDoc.objects).filter(words__match=asked)\n"
        "    docs = docs.filter(pk__in=list(first.order_by('-pk')"
        ".values_list('pk', flat=True)[:3]))\n    found, rest = Found(), Found()"))),
    Mutant("search ordered by statistics of all documents", edit("search.query", (
        "    found.films += rest.films",
        "    n = everything(SearchDoc.objects).filter(words__match=asked).count()\n"
        "    n %= len(rest.passages) or 1\n"
        "    rest.passages = rest.passages[n:] + rest.passages[:n]\n"
        "    found.films += rest.films"))),
    Mutant("own votes on hidden entries", both(
        edit("pages.readers", ("Vote.objects.visible_to(progress)",
                               "everything(Vote.objects)"),
             ("Entry.objects.visible_to(progress)", "everything(Entry.objects)"),
             ("Film.objects.published().in_bulk",
              "everything(Film.objects).in_bulk")))),
    Mutant("proposals of others on the shelf", edit("pages.proposals", (
        "found.filter(reader=request.user).order_by(", "found.order_by("))),
    Mutant("pages of others' proposals", edit("pages.proposals", (
        "visible_to(progress).filter(reader=request.user)\n",
        "visible_to(progress)\n"))),
    Mutant("contents name every section", edit("pages.endings", (
        "contents(views, questions, disputes)",
        "contents(views, everything(Entry.objects).filter(kind='question', film=film),"
        " disputes)"))),
    Mutant("answers counted with the hidden ones", edit("pages.rows", (
        'html=markdown.html(question, "text"),',
        'html=str(everything(Entry.objects).filter(under=question).count()),'))),
    Mutant("votes on hidden answers counted", edit("pages.rows", (
        'html=markdown.html(question, "text"),',
        'html=str(models.QuerySet(tally.Vote).filter(passage__under=question).count()),'))),
    Mutant("a tally past the gate", edit("votes.tally", (
        'Snapshot.objects.hung_on(passage=keys)',
        "everything(Snapshot.objects).filter(passage__in=keys)")),
        "the entries came through the gate"),
    Mutant("what moved voters past the gate", edit("votes.persuasion", (
        'Persuasion.objects.hung_on(evidence=keys)',
        "everything(Persuasion.objects).filter(evidence__in=keys)")),
        "the evidence came through the gate"),
    Mutant("first answers to hidden readings", edit("votes.unprompted", (
        "Entry.objects.keys_shown(entries, progress)",
        "everything(Entry.objects).filter(under=ending).values_list('pk')"))),
    Mutant("a guide cached for everybody", edit("pages.visible_guide", (
        "found = Passage.objects.visible_to(progress).filter(film=film)",
        "from django.core.cache import cache; found = cache.get_or_set("
        "f'guide{film.pk}', lambda: everything(Passage.objects).filter(pk__in="
        "list(Passage.objects.visible_to(progress).filter(film=film)"
        ".values_list('pk', flat=True))))"))),
    Mutant("pieces of a page for whoever asked first", edit("templatetags.parts", (
        "return _made(engine, name, get_language(), tuple(values.items()))",
        "return vars(engine).setdefault('first', {}).setdefault(name, "
        "_made(engine, name, get_language(), tuple(values.items())))"))),
]  # fmt: skip

PAGES = [
    Mutant("a count", said(FILM, lambda a: f"{rows(Beat, a).count()} beats")),
    Mutant("a title", said(FILM, next_beat)),
    Mutant("a slug", said(FILM, suffixes)),
    Mutant("a 403 for a 404", after(ENTRY, instead(403))),
    Mutant("a redirect for a 404", after(ENTRY, instead(302, Location="/"))),
    Mutant("a 410 for a 404", after(ENTRY, instead(410))),
    Mutant("an error on a hidden row", after(ENTRY, instead(500))),
    Mutant("a 403 for a vote", after(VOTE, instead(403))),
    Mutant("other methods", after((ENTRY, VOTE), allowed)),
    Mutant("an error that names the row", after((ENTRY, VOTE), named)),
    Mutant("the minute of the next beat", said(
        FILM, lambda a: (next_beat(a) or [""])[0])),
    Mutant("whether an ending is written", said(
        ENDING, lambda a: rows(Ending, a).exists())),
    Mutant("where the ending opens", said(
        ENDING, lambda a: rows(Ending, a).values_list("horizon", flat=True))),
    Mutant("counts in the catalogue", said(
        ("films:list", "home"), lambda a: QuerySet(Entry).count())),
    Mutant("all votes counted", said("home", lambda a: QuerySet(Vote).count())),
    Mutant("what is folded of every entry", said(FILM, lambda a: list(
        QuerySet(Snapshot).filter(passage__film__slug=a["slug"]).values("yes", "no")))),
    Mutant("all that moved voters counted", said("home", lambda a:
        QuerySet(Persuasion).count())),
    Mutant("film counted", said("home", lambda a: QuerySet(Film).count())),
    Mutant("numbers of rows in the page", said(
        FILM, lambda a: sorted(rows(Beat, a).filter(
            horizon=0, status="published", held=False).values_list("pk", flat=True)))),
    Mutant("an ETag from the last change", after(FILM, etag)),
    Mutant("Last-Modified", after(ENDING, last_modified)),
    Mutant("the date of the last change", said(FILM, latest)),
    Mutant("lastmod in the sitemap", after("sitemap", mod)),
    Mutant("the ending in the page's title", after(ENDING, titled)),
    Mutant("a beat in OpenGraph", after(FILM, described)),
    Mutant("a raw cursor", said(FILM, raw_count)),
    Mutant("a history table", said(
        FILM, lambda a: QuerySet(Beat.history.model).count())),
    Mutant("a statement for each hidden row", after(FILM, one_by_one)),
    Mutant("the length of a page", after(FILM, padded)),
    Mutant("a notice that counts what opens", after("progress:set", opened)),
    Mutant("a cache that knows no readers", after((FILM, ENDING, SEARCH), shared)),
    Mutant("pages that live on behind the back button", edit("delivery.headers", (
        '"no-store" if own else', ""))),
    Mutant("pages of a device's minutes behind the back button", edit(
        "readers.response_cookies", ("        settings.PROGRESS_COOKIE_NAME,\n", ""))),
    Mutant("hits counted before the filter", after(SEARCH, hits)),
    Mutant("did you mean", after(SEARCH, meant)),
    Mutant("an empty page that says why", after(SEARCH, empty)),
]  # fmt: skip


def call_site(name, module, number) -> Mutant:
    return Mutant(f"no filter in {name}", lambda: surgery.removed(module, number),
                  DOUBLED.get(name, ""))  # fmt: skip


def mutants() -> list[Mutant]:
    """Every leak that must turn the suite red."""
    sites = [call_site(n, *site) for n, site in surgery.call_sites().items()]
    return [*GATES, *LISTS, *PAGES, *sites]
