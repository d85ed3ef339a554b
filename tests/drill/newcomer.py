"""A newcomer who goes on reading while things break, and must be told nothing.

What they get is 200 or 404, or, while the database is away, the constant 503 page;
never a word of what is beyond minute 0.
"""

import html
import re
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread

from tests.drill.stage import Stage
from tests.drill.table import Line
from tests.votes.crowd import FILM

PHRASE = re.compile(r"[A-Za-z][A-Za-z ,]{23,60}")
TEXTS = """
import json
from django.apps import apps
from django.db.models import CharField, TextField
from guide.gate import Progress
public, hidden = [], []
newcomer = Progress(dict)
for model in apps.get_app_config("guide").get_models():
    if not hasattr(model, "gate") or model._meta.model_name == "vote":
        continue
    fields = [f.attname for f in model._meta.fields
              if isinstance(f, (CharField, TextField))]
    seen = set(model.objects.visible_to(newcomer).values_list("pk", flat=True))
    for row in model.unguarded.values("pk", *fields):
        shows = row.pop("pk") in seen
        (public if shows else hidden).extend(map(str, row.values()))
film = apps.get_model("guide", "Film")
for row in film.objects.published().values("title", "premise", "release"):
    public += row.values()
print(json.dumps([public, hidden]))
"""


@dataclass
class Newcomer:
    """Asks one page after the other, and remembers what came back."""

    on: Stage
    strict: bool = False  # reading must go on: no 503 either
    statuses: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self):
        public, hidden = self.on.site.json(TEXTS)
        known = "\n".join(public)
        found = {phrase for text in hidden for phrase in PHRASE.findall(text)}
        self.hidden = sorted(phrase for phrase in found if phrase not in known)
        entry = self.on.load.entries[0]
        self.paths = [
            *("/", "/films/", f"/films/{FILM}/", f"/films/{FILM}/ending/"),
            *(f"/entries/{entry}/", "/search/?q=loop", "/shelf/", "/nothing/here/"),
            *("/sitemap.xml", f"/films/{FILM}/card.svg"),
        ]

    def ask(self, path: str, cookie: str = "") -> str:
        """Ask for one page, and hold it against what is hidden."""
        try:
            status, body = self.on.site.ask("GET", path, cookie)
        except (OSError, HTTPException):
            self.statuses["no answer"] += 1
            return ""
        self.statuses[status] += 1
        text = html.unescape(body.decode())
        told = next((phrase for phrase in self.hidden if phrase in text), None)
        if told and not cookie:
            self.faults.append(f"{path} told a newcomer: {told}")
        if status == 503 and (body.decode() != self.on.load.away or self.strict):
            self.faults.append(f"{path}: 503, strict {self.strict}, {body[:60]}")
        elif status not in (200, 404, 503):
            self.faults.append(f"{path}: {status}")
        return told or ""

    @contextmanager
    def reading(self, line: Line):
        """Read on and on within the block; then write down what came back."""
        session = next(iter(self.on.load.sessions.values()))
        told = self.ask(f"/films/{FILM}/ending/", f"session={session}")
        line.must(bool(told), "the hidden phrases are on no page: nothing is proved")
        done = Event()

        def read():
            while not done.is_set():
                for path in self.paths:
                    self.ask(path)
                    time.sleep(0.02)

        thread = Thread(target=read)
        thread.start()
        try:
            yield self
        finally:
            done.set()
            thread.join()
            counts = ", ".join(
                f"{count} × {status}"
                for status, count in sorted(self.statuses.items(), key=str)
            )
            line.notes.append(
                f"a newcomer meanwhile: {counts}; {len(self.hidden)} hidden phrases, "
                f"{len(self.faults)} faults"
            )
            line.faults += self.faults[:5]
