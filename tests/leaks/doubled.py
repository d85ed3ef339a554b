"""Where two calls of the filter keep the same row from a reader."""

DOUBLED = {
    "pages.addresses:passages_above": "what a row hangs on shows where the row does",
    "pages.progress:first_new": "what counts as seen before is not shown for it",
    "pages.proposals:arrived": "it asks whether one's own proposal shows, and no more",
    "pages.proposals:became_url": "its writer is told anyway that it was accepted",
    "pages.proposals:own_proposal'": "a proposal shows only where its row does",
    "pages.proposals:standing'": "the evidence came through the gate",
    "pages.proposals:written'": "the form offers the beats that came through the gate",
    "pages.search:hits": "the query has filtered already",
    "pages.readers:own_votes'": "the votes came through the gate",
    "search.query:find": "the page fetches the rows through the gate again",
    "votes.persuasion:_votes": "the reading came through the gate",
    "votes.tally:mine": "the entries came through the gate",
    "votes.unprompted:opened": "where no ending shows, nobody is asked",
    "votes.unprompted:still_asked": "the votes came through the gate",
    "votes.unprompted:still_asked'": "the readings came through the gate",
}
"""Calls of the filter whose work another call does as well, each with the reason."""
