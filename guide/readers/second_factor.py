"""A second factor beside the password: codes of an app, and some to keep on paper.

Anybody may have one; whoever works at the desk must. Guessing a password then opens no
desk, and a browser that its owner trusts is asked for no code for a month.
"""

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from guide.readers.models import Reader

APPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Squares(str):
    """The dark squares of a code to scan: the path of an SVG `size` units wide."""

    def __new__(cls, url: str):
        code = qrcode.QRCode()
        code.add_data(url)
        rows = code.get_matrix()
        squares = super().__new__(cls, "".join(
            f"M{x} {y}h1v1h-1z"
            for y, row in enumerate(rows)
            for x, dark in enumerate(row)
            if dark
        ))  # fmt: skip
        squares.size = len(rows)
        return squares


class Adapter(DefaultMFAAdapter):
    """Draws the code to scan so that it can stand in a page of ours."""

    def build_totp_svg(self, url):
        return Squares(url)


def lacking(reader: Reader) -> bool:
    """Whether the desk must wait until this reader has a second factor."""
    return settings.SECOND_FACTOR and not is_mfa_enabled(reader, APPS)


def forget(reader: Reader) -> None:
    """Take the second factor off an account: its phone and its codes are lost."""
    Authenticator.objects.filter(user=reader).delete()
