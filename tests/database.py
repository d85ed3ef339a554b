"""An empty database for programs that run outside pytest, as the tests have it."""

import os
from contextlib import contextmanager


@contextmanager
def empty_database():
    """Django set up for tests, on a database that is gone afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], 0)
        teardown_test_environment()
