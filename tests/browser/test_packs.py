"""A figure whose records are packed, from disk: its script switches between runs of several packs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.pages import Watched, watch
from tests.site.packs import PACKED, STEPS, packed_site, runs_of
from tests.site.sites import SITE, built_site

pytestmark = pytest.mark.browser
TEXT_OF = "async link => (await fetch(link.href)).text()"


@pytest.fixture
def packed(browser: Browser) -> Iterator[Watched]:
    """The figure from disk, with motion reduced: runs are shown at their ends."""
    address = f"{packed_site().output.as_uri()}/short/index.html"
    with watch(browser, address, figure="small", reduced_motion="reduce") as watched:
        yield watched
        assert watched.said == []
        assert watched.failed == []


def shows(watched: Watched, objective: str, step: float) -> dict:
    """Wait until the end of a run is shown with its own numbers; gives what the index says of it."""
    folder = packed_site().output / "short" / "small"
    setting = {"objective": objective, "step_size": step}
    run, record = next(pair for pair in runs_of(folder) if pair[1]["setting"] == setting)
    watched.reaches("mean", f"{record['mean'][-1]:.3f}")
    watched.reaches("variance", f"{record['variance'][-1]:.3f}")
    return dict(run)


def test_runs_of_both_packs_are_switched_to_and_named_for_download(packed: Watched):
    first = shows(packed, "kl_qp", 0.2)
    assert packed.asked == [url for url in packed.asked if "runs-" not in url]  # it stands in the page
    packed.slide("step size", STEPS.index(0.6))
    assert shows(packed, "kl_qp", 0.6)["data"] == first["data"]
    packed.figure.locator(".segments span", has_text="KL(p, q)").click()
    last = shows(packed, "kl_pq", 0.6)
    assert last["data"] != first["data"]
    packed.turn_to("numbers")
    link = packed.figure.get_by_role("link", name="JSON with its neighbours")
    assert link.get_attribute("href") == f"small/{last['data']}"
    packed.slide("step size", STEPS.index(0.01))
    shows(packed, "kl_pq", 0.01)
    asked = [url.rpartition("/")[2][:9] for url in packed.asked if "/runs-" in url]
    assert sorted(asked) == ["runs-000.", "runs-001."]


def test_a_link_leads_to_a_run_of_another_pack(packed: Watched):
    packed.page.get_by_role("link", name="the last").click()
    run = shows(packed, "kl_pq", 0.6)
    assert packed.readout("iteration") == str(run["iterations"])


def test_a_single_file_has_the_records_that_its_text_leads_to_and_no_more(browser: Browser, tmp_path: Path):
    site = built_site(PACKED, {"site.yaml": f"{SITE}formats: [html, single]\n"})
    alone = tmp_path / "short.html"
    alone.write_bytes((site.output / "downloads" / "short.html").read_bytes())
    folder = site.output / "short" / "small"
    with watch(browser, alone.as_uri(), "small", offline=True, reduced_motion="reduce") as watched:
        for name, objective, step in (("the last", "kl_pq", 0.6), ("a slow one", "kl_qp", 0.01)):
            watched.page.get_by_role("link", name=name).click()
            run = shows(watched, objective, step)
            watched.turn_to("numbers")
            link = watched.figure.locator(".downloads .data")
            here = json.loads(link.evaluate(TEXT_OF))
            assert here["schema"] == "klsim/runs/1"
            record = json.loads((folder / run["data"]).read_text())["runs"][run["index"]]
            assert record in here["runs"]
            assert len(here["runs"]) < 4
        watched.slide("step size", STEPS.index(0.3))
        watched.becomes(lambda: "not in this file" in watched.figure.locator(".outcome").first.inner_text(), True)
        assert watched.said == []
