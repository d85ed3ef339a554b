"""Static files are named by their bytes, and what is named how is nobody's to read."""

import re
from functools import partial
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import "([\w-]+\.css)" layer\((\w+)\);')


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed once; the list of names lies in DATA_DIR, beside the public folder.

    A style sheet that imports others into layers holds them all instead: one request
    of a page, where a chain of forty takes seconds on a slow line.
    """

    def __init__(self, *args, manifest_storage=None, **kwargs):
        kept = manifest_storage or FileSystemStorage(settings.DATA_DIR)
        super().__init__(*args, manifest_storage=kept, **kwargs)

    def post_process(self, paths, dry_run=False, **options):
        """As Django's, with each style sheet that imports others made whole before."""
        sheets = [name for name in paths if name.endswith(".css") and not dry_run]
        for name in sheets:
            text = _read(paths, name)
            if _IMPORT.search(text):
                whole = _IMPORT.sub(partial(_layer, paths, name), text)
                self.delete(name)
                self.save(name, ContentFile(whole))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def _layer(paths, name, found):
    beside, layer = found.groups()
    text = _read(paths, str(PurePosixPath(name).with_name(beside)))
    return f"@layer {layer} {{\n{text}}}"


def _read(paths, name):
    storage, path = paths[name]
    with storage.open(path) as file:
        return file.read().decode()
