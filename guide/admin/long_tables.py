"""Long tables within a page of the desk, so many rows at a time.

A form has room for a few thousand fields, and a guide file for thousands of rows: what
can be imported is opened and saved page by page. A save keeps to the rows that were
shown, wherever they stand by then.
"""

from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import QueryDict

from guide.admin.addresses import number

ROWS = 100  # on one page
CHOICES = 15_000  # in all lists to choose from on one page


class PagedFormSet:
    """For formsets of rows within a page: one page of them, or those that came back."""

    rows_a_page = ROWS  # set on the class that is made for one request, with the query
    query = QueryDict()

    def turning(self, page: int) -> str:
        """The query of the address that shows a page of these rows."""
        asked = self.query.copy()
        asked[self._name] = page
        return f"?{asked.urlencode()}"

    def leading_to(self, row: Model) -> str:
        """The query and the fragment that lead to one of them, after a save."""
        rows = self.model._base_manager.filter(**{self.fk.name: self.instance})
        place = list(rows.values_list("pk", flat=True)).index(row.pk)
        page, at = divmod(place, self.rows_a_page)
        query = self.turning(page + 1) if page else ""
        return f"{query}#{self.prefix}-{at}"

    def turning_back(self) -> str:
        """The query of the page that is asked for."""
        return f"?{self.query.urlencode()}" if self._name in self.query else ""

    @property
    def _name(self):
        return f"{self.prefix}-page"

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            self._queryset = rows = super().get_queryset()
            if self.is_bound:
                self._queryset = self._as_posted(rows)
            elif self.page.paginator.num_pages > 1:
                self._queryset = rows.filter(pk__in=self.page.object_list)
        return self._queryset

    def _as_posted(self, rows):
        """The rows on the page that came back, one for each of its forms; an empty one
        for a row that is gone."""
        last = min(self.initial_form_count(), self.absolute_max)
        keys = [
            number(self.data.get(f"{self.add_prefix(at)}-id")) for at in range(last)
        ]
        there = {row.pk: row for row in rows.filter(pk__in=filter(None, keys))}
        return [there.get(key) or self.model() for key in keys]

    @cached_property
    def page(self) -> Page:
        """The keys of the rows on the page that is asked for."""
        keys = self.queryset.values_list("pk", flat=True)
        keys.query.select_for_update = False
        asked = number(self.query.get(self._name)) or 1
        return Paginator(list(keys), self.rows_a_page).get_page(asked)

    @property
    def turns(self) -> list[tuple[str, str]]:
        """(words, query) of each page, the one that is shown without a query."""
        pages = self.page.paginator
        return [
            (str(page), "" if page == self.page.number else self.turning(page))
            if isinstance(page, int)
            else (page, "")
            for page in pages.get_elided_page_range(self.page.number)
        ]


def rows_for(choices: int) -> int:
    """How many rows a page has, each with lists of so many choices."""
    return max(5, min(ROWS, CHOICES // max(1, choices)))
