"""Where two calls of the filter keep the same row from a reader."""

DOUBLED = {
    "pages.entries:question_of": "an answer shows only where its question does",
    "pages.entries:detail": "the beats only index evidence that came through the gate",
    "pages.proposals:arrived": "it asks whether one's own proposal shows, and no more",
    "pages.proposals:became_url": "its writer is told anyway that it was accepted",
    "pages.proposals:became_url'": "its writer is told anyway that it was accepted",
    "pages.proposals:own_proposal'": "a proposal shows only where its row does",
    "pages.proposals:standing'": "the evidence came through the gate",
    "pages.proposals:written'": "the form offers the beats that came through the gate",
    "pages.search:hits": "the query has filtered already",
    "pages.search:hits'": "a parent shows where its child does",
    "pages.sources:__init__": "the rows came through the gate",
    "pages.readers:own_votes'": "the votes came through the gate",
    "search.query:find": "the page fetches the rows through the gate again",
    "votes.moved:_votes": "the reading came through the gate",
    "votes.tally:mine": "the entries came through the gate",
    "votes.unprompted:opened": "where no ending shows, nobody is asked",
    "votes.unprompted:sealed": "the votes came through the gate",
    "votes.unprompted:sealed'": "the readings came through the gate",
}
"""Calls of the filter whose work another call does as well, each with the reason."""
