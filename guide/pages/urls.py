"""The addresses of pages, one list a noun."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from guide.pages import (
    about,
    accounts,
    endings,
    entries,
    films,
    languages,
    persuasion,
    progress,
    proposals,
    readers,
    reports,
    search,
    votes,
)


class PublicId(StringConverter):
    """The random name of a passage."""

    regex = "[a-z0-9]{10}"


register_converter(PublicId, "public_id")

film_urls = [
    path("", films.catalogue, name="list"),
    path("<slug:slug>/", films.detail, name="detail"),
    path("<slug:slug>/card.svg", films.card, name="card"),
    path("<slug:slug>/card.png", films.share, name="share"),
]
shelf_urls = [
    path("", readers.shelf, name="shelf"),
    path("undo/", readers.undo, name="undo"),
    path("forget/", readers.forget, name="forget"),
    path("takeover/", readers.take_over, name="takeover"),
    path("spoilers/", readers.mind, name="mind"),
    path("asked/", readers.ask_no_more, name="asked"),
]
about_urls = [
    path(f"{name}/", about.page, {"name": name}, name=name) for name in about.PAGES
]
account_urls = [
    path("name/", accounts.name, name="name"),
    path("delete/", accounts.delete, name="delete"),
]
vote_urls = [
    path("vote/", votes.cast, name="cast"),
    path("moved/", persuasion.say, name="moved"),
]
proposal_urls = [
    path("propose/<public_id:public_id>/", proposals.propose, name="propose"),
    path("proposals/<public_id:public_id>/", proposals.own, name="own"),
]
entry = "entries/<public_id:public_id>/"

urlpatterns = [
    path("", films.home, name="home"),
    path("films/", include((film_urls, "films"))),
    path(
        "films/<slug:slug>/",
        include(([path("progress/", progress.set_progress, name="set")], "progress")),
    ),
    path(
        "films/<slug:slug>/",
        include(([path("ending/", endings.detail, name="detail")], "endings")),
    ),
    path(entry, include(([path("", entries.detail, name="detail")], "entries"))),
    path(entry, include((vote_urls, "votes"))),
    path(
        "rows/<public_id:public_id>/",
        include(([path("early/", reports.too_early, name="early")], "reports")),
    ),
    path("", include((proposal_urls, "proposals"))),
    path("shelf/", include((shelf_urls, "readers"))),
    path("accounts/", include((account_urls, "accounts"))),
    path("language/", languages.choose, name="language"),
    path("", include((about_urls, "about"))),
    path("search/", include(([path("", search.results, name="results")], "search"))),
]
