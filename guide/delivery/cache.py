"""What the shared cache holds, written as JSON: Django's own way would unpickle it."""

import json


class JSONSerializer:
    """For Django's RedisCache: counters and tallies, never objects."""

    def dumps(self, value) -> bytes | int:
        # A bare number stays one, so that the server can count with it.
        return value if type(value) is int else json.dumps(value).encode()

    def loads(self, stored: bytes):
        return json.loads(stored)
