"""`manage.py collectstatic`: in place of Django's, safe beside a running site.

Files are prepared aside, then put beside those that are served. A name holds a digest
of its bytes, so that a new file never takes the place of an old one: a site that runs
meanwhile, and a page that a browser has kept, find theirs.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.files.storage import FileSystemStorage, storages


class Command(collectstatic.Command):
    """Django's command, which by itself would write over what is being served."""

    def handle(self, **options):
        """Returns Django's summary. Raises CommandError as Django's does."""
        data, served = Path(settings.DATA_DIR), Path(settings.STATIC_ROOT)
        data.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="static-", dir=data) as made:
            own = {"location": made, "manifest_storage": FileSystemStorage(made)}
            self.storage = storages.create_storage(
                {"BACKEND": storages.backends["staticfiles"]["BACKEND"], "OPTIONS": own}
            )
            told = super().handle(**options | {"interactive": False})
            if not options["dry_run"]:
                self._put(Path(made), served, data)
        return told

    def _put(self, made, served, data):
        manifest = made / self.storage.manifest_name
        for path in filter(Path.is_file, made.rglob("*")):
            there = served / path.relative_to(made)
            if path != manifest and not there.exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                os.replace(path, there)
        os.replace(manifest, data / manifest.name)
        for name in (manifest.name, ".collected"):  # of a site set up long ago
            (served / name).unlink(missing_ok=True)
