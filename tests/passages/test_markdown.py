"""Whatever is typed, the one renderer answers with safe HTML, never with an error."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import nh3
from hypothesis import given, settings
from hypothesis import strategies as st

from guide.passages import markdown
from tests.bench.markdown import REPEATED
from tests.security.texts import hostile

_TAGS = {
    "p", "br", "hr", "em", "strong", "s", "a", "blockquote", "code", "pre", "ul", "ol",
    "li", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start")}
pieces = (
    st.sampled_from([text.text[:200] for text in hostile()])
    | st.sampled_from(list(REPEATED.values()))
    | st.text(st.sampled_from("[]()<>!*_~`\"'|-#:&;\\/ \n\tax1"), max_size=30)
    | st.text(max_size=10)
)
texts = st.lists(pieces, max_size=12).map("".join)


class Read(HTMLParser):
    """The tags, attributes and schemes of some HTML."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.schemes = set(), set(), set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add((tag, name))
            if name == "href":
                self.schemes.add(urlsplit(value).scheme)


def is_safe(html) -> bool:
    read = Read(html)
    return (
        read.tags <= _TAGS
        and read.attributes <= _ATTRIBUTES
        and read.schemes <= {"http", "https", "mailto", ""}
    )


@given(texts)
@settings(max_examples=300)
def test_any_text_becomes_safe_html_that_stays_what_it_is(text):
    html = markdown.render(text[:2_000])
    assert is_safe(html)
    assert markdown._cleaner.clean(html) == html


def test_every_hostile_text_becomes_safe_html():
    unsafe = [one.number for one in hostile() if not is_safe(markdown.render(one.text))]
    assert unsafe == []


def test_the_reading_would_see_what_is_not_safe():
    bad = ["<script>", "<p onclick=x>", '<a href="javascript:x">', "<img src=x>"]
    assert [is_safe(html) for html in bad] == [False] * 4
    assert is_safe(nh3.clean("<p>As it is.</p>"))


def test_short_rows_make_no_more_cells_than_a_text_has_letters():
    row = "|" + "a|" * 50 + "\n"
    empty = row + row.replace("a", "-") + "|\n" * 200 + "\n"
    html = markdown.render(empty * 20)
    assert 5_000 < html.count("<td>") < 10_000


def test_a_long_table_stays_whole():
    rows = "".join(f"|{n}|b|c|d|\n" for n in range(900))
    html = markdown.render("|a|b|c|d|\n|-|-|-|-|\n" + rows)
    assert (html.count("<tr>"), html.count("<td>")) == (901, 3_600)
