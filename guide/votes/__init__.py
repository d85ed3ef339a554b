"""Votes: the rows are the truth, a tally is a fold of them.

The lock protocol, in ten steps:
1. A vote locks its voter's account, as a suspension does first, and is then one INSERT
   … ON CONFLICT (reader, entry) DO UPDATE: no vote is read before it, so nothing goes
   stale between a read and a write.
2. It is a transaction of its own; the answer goes out after its COMMIT.
3. A repeated request writes the same row again: the same vote. Withdrawing writes 0 and
   keeps the row; `first_value` and `blind` keep what they were first written with.
4. A vote updates no counter. It marks its row loose: not folded as it stands.
5. A folder locks the entry's Folded row, and nobody else writes that or clears `loose`;
   where another folder holds it, this one goes away.
6. Then it locks a part of the loose rows, skipping those that a vote holds: a folder
   never waits for a voter, and a voter for one part of one entry at most.
7. It reads their values in a statement after the one that locked: what was committed
   before is seen, what comes after waits and is loose again. Sums and rows are written
   in the one transaction.
8. Discounts, lifts and verified addresses lock the votes that they concern in the order
   of their keys, read the records after that, mark the votes loose, leave Folded alone.
9. A deleted vote takes what is folded of it along, by a trigger in its transaction.
10. Readers lock nothing: one statement adds up Folded and the loose rows of one moment.
On SQLite every writer has the database to itself, and the same order holds.
"""
