"""A browser without a screen: cookies, forms, and connections that are kept."""

import re
import socket
import ssl
import zlib
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlencode

import brotli

from tests.leaks.addresses import Step
from tests.leaks.canaries.stack import HOST, Front

_TOKEN = re.compile(rb'name="(csrfmiddlewaretoken|token|minute)"\s+value="([^"]+)"')


@dataclass(frozen=True)
class Request(Step):
    """A step with headers of its own."""

    headers: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """One answer, unpacked. `packed`: the bytes of its body on the wire."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: int

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((v for n, v in self.headers if n.lower() == name), "")

    @property
    def kind(self) -> str:
        return self.header("content-type")

    def token(self, name: str) -> str:
        """What a form on the page holds: csrfmiddlewaretoken, the token of an undo, or
        the last minute that a button says."""
        found = dict(_TOKEN.findall(self.body)).get(name.encode(), b"")
        return unescape(found.decode())


@dataclass
class Cookies:
    """What one browser holds."""

    held: dict[str, str] = field(default_factory=dict)

    def take(self, answer: Answer) -> dict[str, str]:
        """Keep and drop what an answer says; returns what it set."""
        told = {}
        for name, value in answer.headers:
            if name.lower() != "set-cookie":
                continue
            pair, _, rest = value.partition(";")
            cookie, _, said = pair.partition("=")
            told[cookie] = said
            if "max-age=0" in rest.lower():
                self.held.pop(cookie, None)
            else:
                self.held[cookie] = said
        return told

    def __str__(self):
        return "; ".join(f"{name}={value}" for name, value in self.held.items())


class Line(HTTPSConnection):
    """A connection to nginx that outlives its requests and those who make them."""

    def __init__(self, front: Front, address: str):
        super().__init__("127.0.0.1", front.port, timeout=60)
        self.context = ssl.create_default_context(cafile=str(front.certificate))
        self.address = address  # where this client comes from

    def connect(self):
        plain = socket.create_connection(
            (self.host, self.port), self.timeout, (self.address, 0)
        )
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = self.context.wrap_socket(plain, server_hostname=HOST)

    def ask(self, step: Step, cookies: Cookies, **more: str) -> Answer:
        """Make a request; once more on a new connection if this one was closed."""
        headers = {
            "Host": HOST,
            "User-Agent": "canaries",
            "Accept-Encoding": "gzip, br",
            **more,
            **getattr(step, "headers", {}),
        }
        if cookies.held:
            headers["Cookie"] = str(cookies)
        body = None
        if step.method == "POST":
            body = urlencode(step.form, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"https://{HOST}"
        target = step.path + ("?" + urlencode(step.query) if step.query else "")
        try:
            return self._ask(step.method, target, body, headers)
        except (OSError, HTTPException):
            self.close()
            return self._ask(step.method, target, body, headers)

    def _ask(self, method, target, body, headers) -> Answer:
        self.request(method, target, body, headers)
        response = self.getresponse()
        packed = response.read()
        told = tuple(response.getheaders())
        coding = response.getheader("Content-Encoding", "")
        plain = unpacked(packed, coding) if packed else packed
        return Answer(response.status, response.reason, told, plain, len(packed))


def unpacked(packed: bytes, coding: str) -> bytes:
    """A body without its compression. Raises ValueError for one that is unknown."""
    if coding == "gzip":
        return zlib.decompress(packed, 16 + zlib.MAX_WBITS)
    if coding == "br":
        return brotli.decompress(packed)
    if coding in ("", "identity"):
        return packed
    raise ValueError(f"an unknown Content-Encoding: {coding}")
