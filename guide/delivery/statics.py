"""Static files are named by their bytes, and what is named how is nobody's to read."""

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Compressed once; the list of names lies in DATA_DIR, beside the public folder."""

    def __init__(self, *args, manifest_storage=None, **kwargs):
        kept = manifest_storage or FileSystemStorage(settings.DATA_DIR)
        super().__init__(*args, manifest_storage=kept, **kwargs)
