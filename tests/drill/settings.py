"""The site's own settings, on a newer SQLite where a drill asks for it."""

import os
import sys

if os.environ.get("DRILL_SQLITE") == "newer":
    # The library decides on the journal: guide.connections.sqlite.
    import pysqlite3

    sys.modules["sqlite3"] = pysqlite3

from guide.settings import *  # noqa: F403
