"""Plants a leak in the running site, for as long as its process lives."""

import os
from contextlib import ExitStack
from random import Random

from tests.leaks.catalogue import mutants
from tests.leaks.surgery import no_tripwire

TELLING = (
    "status ignored", "held ignored", "horizon ignored",
    "one minute too early", "no horizon shows", "other films ignored",
    "the row's own film in place of the other",
    "what it hangs under ignored", "drafts have pages", "drafts on the home page",
    "genres of drafts", "drafts on the shelf", "drafts in the sitemap", "drafts found",
    "cuts of every film", "unfiltered search", "own votes on hidden entries",
    "contents name every section", "a title", "a slug",
    "an error that names the row", "the ending in the page's title",
    "a beat in OpenGraph", "did you mean", "no filter in pages.addresses:visible_row",
    "no filter in pages.visible_guide:__init__",
)  # fmt: skip
"""Mutants that send a text to readers, and not only a number, a status or a length."""


def chosen(which: str, rng: Random) -> list[str]:
    """Names of mutants: all that tell a text, some of them, or the one named."""
    if which == "all":
        return [*TELLING]
    return rng.sample(TELLING, int(which)) if which.isdigit() else [which]


class Planted:
    """A middleware that changes the code when the site starts, and then does nothing.

    As when the suite plants mutants, the tripwire is off: the crawl must see the leak
    by itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        (mutant,) = (m for m in mutants() if m.name == os.environ["CANARIES_PLANT"])
        self.planted = ExitStack()
        self.planted.enter_context(no_tripwire())
        self.planted.enter_context(mutant.plant())

    def __call__(self, request):
        return self.get_response(request)
