"""Votes: the rows are the truth, a tally is a fold of them."""
