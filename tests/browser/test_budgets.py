"""What a page weighs, and that it asks nobody else."""

import brotli
import pytest

from tests.browser import paths

PAGE_BYTES, SCRIPT_BYTES = 120_000, 20_000
KINDS = {"document", "stylesheet", "script", "font"}


@pytest.mark.parametrize("path", [paths.FILM, f"{paths.FILM}ending/"])
def test_a_page_with_all_it_needs_is_small(context_of, site, path):
    context = context_of()
    paths.watch(context, site, "s")
    page, sent = context.new_page(), []
    page.on("response", lambda response: sent.append(response))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    weights = {}
    for response in sent:
        kind = response.request.resource_type
        if kind in KINDS:
            weight = len(brotli.compress(response.body(), quality=5))
            weights[kind] = weights.get(kind, 0) + weight
    print(path, weights)
    assert sum(weights.values()) < PAGE_BYTES
    assert weights["script"] < SCRIPT_BYTES


def test_a_violation_of_the_policy_would_be_seen(context_of):
    context = context_of()
    page = context.new_page()
    page.goto("/")
    page.evaluate(
        "{const i = new Image(); i.src = 'https://elsewhere.example/x.png';"
        " document.body.append(i)}"
    )
    page.wait_for_timeout(300)
    assert any("CSP" in said for said in context.wrong)
    context.wrong.clear()
