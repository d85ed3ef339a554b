"""Votes: the rows are the truth, a tally is their sum.

The lock protocol, in ten steps:
1. A vote locks its voter's account, as a suspension does first, and is then one INSERT
   … ON CONFLICT (reader, entry) DO UPDATE: no vote is read before it, so nothing goes
   stale between a read and a write.
2. It is a transaction of its own; the answer goes out after its COMMIT.
3. A repeated request writes the same row again: the same vote. Withdrawing writes 0 and
   keeps the row; `first_value` and `unprompted` keep what they were first written with.
4. A vote updates no counter. It marks its row pending: not yet in the snapshot.
5. Whoever updates a snapshot locks the entry's row of it, and nobody else writes that
   or clears `pending`; where another is at it, this one goes away.
6. Then it locks a part of the pending rows, skipping those that a vote holds: it never
   waits for a voter, and a voter for one part of one entry at most.
7. It reads their values in a statement after the one that locked: what was committed
   before is seen, what comes after waits and is pending again. Sums and rows are
   written in the one transaction.
8. Discounts, lifts and verified addresses lock the votes that they concern in the order
   of their keys, read the records after that, mark the votes pending, and leave
   Snapshot alone.
9. A deleted vote takes its share of the snapshot along, by a trigger in its
   transaction.
10. Readers lock nothing: one statement adds up the snapshot and the pending rows of one
    moment.
On SQLite every writer has the database to itself, and the same order holds.
"""
