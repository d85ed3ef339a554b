"""Many at once are no more than many in a row, and nobody gets an error."""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.browser.paths import SLUG
from tests.site import running_site

pytestmark = pytest.mark.full
NEW = "correct horse 9"


@pytest.fixture(scope="module")
def site():
    with running_site(os.environ.get("DATABASE_URL", ""), EMAIL_URL="console:") as site:
        yield site


def send(site, path, form, cookies=""):
    """One form; (status, cookies that came with it, body)."""
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    headers = {"Cookie": cookies, "Origin": site.url}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request("POST" if form else "GET", path, urlencode(form), headers)
        answer = connection.getresponse()
        kept = [c.split(";")[0] for c in answer.headers.get_all("Set-Cookie") or ()]
        return answer.status, kept, answer.read().decode()
    finally:
        connection.close()


def token(page):
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def at_once(site, forms, cookies):
    """How often each status came when all of [(path, form)] were sent at once."""
    with ThreadPoolExecutor(len(forms)) as pool:
        sent = [pool.submit(send, site, *form, cookies) for form in forms]
        return Counter(one.result()[0] for one in sent)


def count(site, model, **which):
    program = f"from guide.models import {model}\n"
    program += f"print({model}._base_manager.filter(**{which!r}).count())"
    return int(site.python(program))


def test_ten_sign_ups_of_one_address_are_one_account(site):
    _, cookies, page = send(site, "/accounts/signup/", {})
    form = {"email": "ten@example.org", "password1": NEW, "password2": NEW}
    form["csrfmiddlewaretoken"] = token(page)
    sent = at_once(site, [("/accounts/signup/", form)] * 10, "; ".join(cookies))
    assert sum(sent.values()) == 10 and max(sent) < 500
    assert count(site, "Reader", email="ten@example.org") == 1


def test_sixteen_reports_of_one_row_are_one(site):
    (key, session), *_ = site.readers(1, SLUG)
    (row,) = rows(site, 1)
    sent = at_once(site, [(f"/rows/{row}/early/", {"next": "/"})] * 16, of(session))
    assert sent == {303: 16}
    assert count(site, "Report", reader=key) == 1


def test_five_reports_a_day_are_five_however_many_come_at_once(site):
    (key, session), *_ = site.readers(1, SLUG)
    forms = [(f"/rows/{row}/early/", {"next": "/"}) for row in rows(site, 12)]
    assert at_once(site, forms, of(session)) == {303: 5, 429: 7}
    assert count(site, "Report", reader=key) == 5


def test_three_guesses_of_a_code_are_three_however_many_come_at_once(site):
    site.python("from tests import builders\nbuilders.a_reader('own@example.org')")
    _, cookies, page = send(site, "/accounts/password/reset/", {})
    form = {"email": "own@example.org", "csrfmiddlewaretoken": token(page)}
    asked = send(site, "/accounts/password/reset/", form, "; ".join(cookies))
    cookies = "; ".join({*cookies, *asked[1]})
    path = "/accounts/password/reset/confirm/"
    form = {"code": "WRONGONE"}
    form["csrfmiddlewaretoken"] = token(send(site, path, {}, cookies)[2])
    sent = at_once(site, [(path, form)] * 16, cookies)
    # The third is one too many: it leads away, and so do all that follow.
    assert sent == {200: 2, 302: 14}


def of(session):
    return f"session={session}"


def rows(site, number):
    return site.json(
        "import json\nfrom guide.passages.models import Beat\n"
        "names = Beat.unguarded.filter(status='published').order_by('pk')"
        f"\nprint(json.dumps([b.public_id for b in names[:{number}]]))"
    )


SLIPPING = """
import json, sys, threading, time
from django.db import connection, transaction
from guide.passages.models import Interpretation
from guide.readers.models import Reader
from guide.votes import casting, discounting
from guide.votes.models import Vote
reader = Reader.objects.get(pk=int(sys.argv[1]))
entry, said = Interpretation.unguarded.filter(status="published").first(), []

def vote():
    try:
        casting.cast(reader=reader, entry=entry, value=1)
    except casting.locks.Suspended:
        said.append("suspended")
    connection.close()

with transaction.atomic():
    discounting.suspend(Reader.objects.get(pk=reader.pk), by=None, reason="A crowd.")
    voter = threading.Thread(target=vote)
    voter.start()
    time.sleep(1)
voter.join()
print(json.dumps([said, Vote.unguarded.filter(reader=reader, counts=True).count()]))
"""


def test_a_vote_that_comes_while_its_account_is_suspended_does_not_count(site):
    (key, _), *_ = site.readers(1, SLUG)
    assert site.json(SLIPPING, str(key)) == [["suspended"], 0]
