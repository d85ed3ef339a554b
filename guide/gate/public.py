"""What everybody may know of a film, whatever they watched: a list with reasons.

Pages, cards, metadata and feeds build what they say about a film from these fields
and from nothing else. Not here, on purpose: the number of beats, questions or votes,
whether the story has strands, whether an ending is written or disputed.
"""

FILM_FACTS = {
    "public_id": "names the film in the reader's own cookie; random",
    "slug": "the film's address, made of its title and year",
    "title": "a title is on the poster",
    "sort_title": "the title again, as lists order it",
    "original_title": "the title again",
    "year": "release dates are public",
    "runtime": "on the box, and the runtime bar needs it",
    "release": "names the version whose minutes these are",
    "genres": "on the box",
    "premise": "written to be read before the film",
    "colour_ground": "a palette chosen for the card tells nothing",
    "colour_figure": "a palette chosen for the card tells nothing",
    "imdb": "an address elsewhere",
    "tmdb": "an address elsewhere",
    "wikidata": "an address elsewhere",
    "status": "that the film has a guide",
    "published_at": "since when it has one",
}
"""Fields of Film that are public, each with the reason."""

RELATED_FACTS = {
    "Credit": "makers and cast are on the poster, in its order; what somebody plays is "
    "not said here, since a role can spoil",
    "Person": "the name of somebody on the poster",
    "AlternativeTitle": "titles are on posters elsewhere",
    "Cut": "names and runtimes of releases are on their boxes",
    "Provenance": "how the guide was made is said before it is read; see below",
}
"""Models whose rows are public where their film is published, each with the reason."""

PROVENANCE_FACTS = {
    "film": "which guide it is",
    "written_by": "a person or a machine, typed by an editor",
    "how": "by hand or by machine, typed by an editor",
    "checked_against": "kinds of sources, typed by an editor for everybody to read",
    "checked_on": "a day, typed by an editor",
    "minutes_checked_by": "a name, typed by an editor and not counted from minutes",
    "reviewed_by": "a name, typed by an editor",
    "corrected_on": "the day an editor last corrected any published text: not which, "
    "where in the film, or how many; a draft or what was taken down moves it not",
}
"""Fields of Provenance that are public, each with the reason: none follows from rows
that a reader may not see."""
