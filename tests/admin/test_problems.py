"""What a page of the desk refuses is listed at its top, with the way to each field."""

import re

from tests import builders
from tests.admin.desk_forms import change, fields, row_in
from tests.conftest import flat

LINK = re.compile(r'<a href="#([^"]+)">([^<]+)</a>: ([^<]+)</li>')


def refused(editor, address, **typed):
    posted = fields(editor.get(address)) | typed
    page = flat(editor.post(address, posted).content.decode())
    told = LINK.findall(page.partition("desk-problems")[2].partition("</ul>")[0])
    assert all(f'id="{at}"' in page for at, *_ in told)
    return told


def test_each_refusal_names_its_field_and_leads_to_it(editor, film):
    draft = builders.a_beat(film, 20, status="draft")
    typed = {"title": "", "publish_at_0": "tomorrow", "publish_at_1": "12:00"}
    assert refused(editor, change(draft), **typed) == [
        ("id_title", "Title", "This field is required."),
        ("id_publish_at_0", "Publish it at", "Enter a valid date."),
    ]


def test_a_refused_row_within_a_page_is_named_by_its_place(editor, film):
    typed = row_in("beat", 2, title="")
    told = refused(editor, change(film), **typed)
    assert told == [("id_beat-2-title", "Beat 3: Title", "This field is required.")]
