"""Canaries on the real stack: every hidden text carries a token, every answer is
searched for the tokens that its reader may not see.

`python -m tests.leaks.canaries` starts PostgreSQL, Redis, the site as it is deployed
and nginx, fills the database through the site's verbs, and crawls.
"""
