"""Rows within a page that somebody else changed or deleted since it was opened."""

import re

from django.core.exceptions import ValidationError

from guide.admin import merging
from guide.admin.seeing import SEE
from guide.editorial.difference import SAME

CHANGED = (
    "Somebody else has changed a row that you delete here. Look at it above; "
    "save again to delete it all the same."
)


class MergingFormSet:
    """For formsets of `MergingForm`s. What is deleted elsewhere and was touched here
    becomes a new row, which is refused once; what was not touched is left out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes: list[merging.Clash] = []
        self.dropped: list[str] = []
        self.sentences: dict[int, str] = {}  # of rows that become new ones
        if self.is_bound:
            self._leave_out_gone()

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        self.prepare(form)
        form.gone = self.sentences.get(i, "")
        form.merge()  # before anybody asks what has changed in it
        return form

    def prepare(self, form) -> None:
        """What its form must know of the whole before it is read."""

    def refuse_deleting(self) -> None:
        """Raise ValidationError, once, where a row to be deleted was changed."""
        for form in () if SEE in self.data else self.initial_forms:
            if self.can_delete and self._should_delete_form(form) and form.theirs:
                self.clashes.append(_before_it_goes(form))
        if self.clashes:
            raise ValidationError(CHANGED)

    def _leave_out_gone(self):
        made, noun = merging.read(self.data), self.model._meta.verbose_name
        there = {str(row.pk) for row in self.get_queryset()}
        total = self.total_form_count()
        first = min(self.initial_form_count(), total)
        touched, gone = [], set()
        for at in range(first):
            key = self.data.get(f"{self.add_prefix(at)}-id", "")
            row = made.get(f"{self.prefix}-{key}")
            if key in there or row is None:
                continue
            gone.add(at)
            who, _ = merging.deleted(self.model, key)
            if self._is_touched(at, row):
                touched.append((at, who))
            else:
                self.dropped.append(f"one {noun} deleted by {who}")
        if not gone:
            return
        stay = [at for at in range(total) if at not in gone]
        self._renumber([*stay, *(at for at, _ in touched)], first - len(gone))
        for at, (_, who) in enumerate(touched, len(stay)):
            self.sentences[at] = (
                f"This {noun} was deleted meanwhile, by {who}. "
                "Save again to add it anew, or remove it."
            )

    def _is_touched(self, at, made):
        prefix = self.add_prefix(at)
        if f"{prefix}-DELETE" in self.data:
            return False
        form = self.form(self.data, prefix=prefix, **self.get_form_kwargs(at))
        return any(
            merging.digest_of(merging.plain(merging.typed(form, name))) != digest
            for name, digest in made.items()
            if name in form.fields
        )

    def _renumber(self, order, first):
        """Keep these rows alone, in this order, `first` of them as stored ones."""
        said, places = self.data.copy(), {at: new for new, at in enumerate(order)}
        of_row = re.compile(rf"{re.escape(self.prefix)}-(\d+)-(\w+)")
        for name in self.data:
            if row := of_row.fullmatch(name):
                del said[name]
        for name, values in self.data.lists():
            row = of_row.fullmatch(name)
            new = places.get(int(row[1])) if row else None
            if new is not None and (row[2] != "id" or new < first or not values[0]):
                said.setlist(f"{self.prefix}-{new}-{row[2]}", values)
        said[f"{self.prefix}-INITIAL_FORMS"] = str(first)
        said[f"{self.prefix}-TOTAL_FORMS"] = str(len(order))
        self.data = said
        del self.management_form  # it was read from what was posted


def _before_it_goes(form):
    name = next(name for name in merging.compared(form) if name in form.theirs)
    text = merging.shown(form, name, form.initial[name])
    clash = merging.clash_of(form, name, form.initial[name], CHANGED)
    clash.field, clash.theirs, clash.mine = "", [(SAME, text)], [(SAME, "deleted")]
    return clash
