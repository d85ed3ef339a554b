"""The catalogue of leaks fits the code that it changes."""

import pytest

from tests.leaks.catalogue import DOUBLED, mutants
from tests.leaks.mutants import kill
from tests.leaks.surgery import call_sites

FIVE = ("a count", "a title", "a slug", "a 403 for a 404", "unfiltered search")


def test_every_leak_can_be_planted():
    for mutant in mutants():
        with mutant.plant():
            pass


def test_no_two_leaks_have_one_name():
    names = [mutant.name for mutant in mutants()]
    assert sorted(names) == sorted({*names})


def test_every_doubled_filter_is_one_that_the_code_calls():
    assert set(DOUBLED) - set(call_sites()) == set()


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.parametrize("name", FIVE)
def test_the_suite_goes_red_for_a_planted_leak(name):
    (mutant,) = (mutant for mutant in mutants() if mutant.name == name)
    pairs, _ = kill(mutant, 30)
    assert pairs is not None
