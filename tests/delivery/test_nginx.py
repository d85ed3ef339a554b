"""The nginx site that operators copy, before a server that says what reached it."""

import json
import threading
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.leaks.addresses import Step
from tests.leaks.canaries.client import Cookies, Line, Request
from tests.leaks.canaries.stack import Missing, nginx, program

# One nginx at a time: two that look for a free port at once may find the same.
pytestmark = pytest.mark.xdist_group("nginx")


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers it got and the connection they came by."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        told = {"connection": self.client_address[1], "headers": self.headers.items()}
        body = json.dumps({"padding": "a" * 2000, **told}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def front():
    try:
        program("nginx"), program("openssl")
    except Missing as reason:
        pytest.skip(str(reason))
    site = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with nginx(site.server_port) as running:
        yield running
    site.shutdown()
    site.server_close()


@pytest.fixture
def line(front):
    line = Line(front, "127.0.0.9")
    yield line
    line.close()


def reached_the_site(answer):
    told = json.loads(answer.body)
    return told["connection"], {name.lower(): v for name, v in told["headers"]}


def test_what_visitors_claim_of_their_address_and_scheme_is_not_passed_on(line):
    claimed = {"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Proto": "http",
               "X_Forwarded_For": "9.9.9.9"}  # fmt: skip
    _, headers = reached_the_site(
        line.ask(Request("", "/", headers=claimed), Cookies())
    )
    told = {name: v for name, v in headers.items() if "forwarded" in name}
    assert told == {"x-forwarded-for": "127.0.0.9", "x-forwarded-proto": "https"}
    assert headers["host"] == "films.example"


def test_connections_to_the_site_are_kept(line):
    used = {reached_the_site(line.ask(Step("", "/"), Cookies()))[0] for _ in range(20)}
    assert len(used) <= 2  # one for each of nginx's workers


def test_pages_are_compressed_on_the_way(line):
    answer = line.ask(Step("", "/"), Cookies())
    assert answer.header("content-encoding") == "gzip"
    assert answer.packed < len(answer.body) / 2


def test_a_form_that_is_too_large_does_not_reach_the_site(line):
    form = {"text": "a" * 1_100_000}
    answer = line.ask(Step("", "/", "POST", form=form), Cookies())
    assert (answer.status, b"padding" in answer.body) == (413, False)


def test_plain_http_leads_to_the_same_address_on_https(front):
    connection = HTTPConnection("127.0.0.1", front.plain_port, timeout=10)
    connection.request("GET", "/films/?genre=drama", headers={"Host": "films.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Location")) == (
        301, "https://films.example/films/?genre=drama",
    )  # fmt: skip
    connection.close()
