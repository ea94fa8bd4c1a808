"""Records in packs: the same as in files of their own, found by file and place."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from klsim.build import build
from klsim.built_site import open_built
from klsim.config import Config
from klsim.diagnostics import ContentError
from klsim.figure_changes import figure_changes
from klsim.figures.animation import packing
from klsim.figures.animation.grid import MOST_FILES
from klsim.recordings.json_runs import read_runs, runs_of_json
from tests.examples import examples
from tests.figures.animation.blocks import parse
from tests.site.packs import FILES, PACKED, packed_site, runs_of
from tests.site.races import RACES
from tests.site.recordings import ARTICLE as RECORDED
from tests.site.recordings import write_recordings
from tests.site.references import views
from tests.site.sites import FIRST_SCHEMAS, built_site, copy_site, strict_json, validator, write_site
from tests.site.spreads import FAIR


def figure_of(config: Config, figure: str = "small") -> Path:
    return config.output / "short" / figure


def compare(packed: Path, single: Path) -> None:
    """Hold a figure with packs to the same figure with a file for each run."""
    pairs = list(zip(runs_of(packed), runs_of(single), strict=True))
    assert len(pairs) > 1
    for (run, record), (other, expected) in pairs:
        assert "index" in run
        assert "index" not in other
        assert record == expected
        validator("run-1").validate(record)
        places = ("data", "index")
        assert {k: v for k, v in run.items() if k not in places} == {
            k: v for k, v in other.items() if k not in places
        }
    for path in packed.glob("runs-*.json"):
        validator("runs-1").validate(strict_json(path))


def test_records_are_the_same_in_packs_as_in_files():
    packed, single = figure_of(packed_site()), figure_of(built_site(FILES))
    compare(packed, single)
    validator("figure-1").validate(strict_json(packed / "figure.json"))
    validator("figure-1", FIRST_SCHEMAS).validate(strict_json(single / "figure.json"))
    assert len(list(packed.glob("*.json"))) == 3
    assert len(list(single.glob("*.json"))) == 121


def test_file_and_index_lead_to_the_run_with_the_setting_of_its_place():
    folder = figure_of(packed_site())
    axes = strict_json(folder / "figure.json")["axes"]
    names = set()
    for run, record in runs_of(folder):
        names.add(run["data"])
        assert record["setting"] == {
            axis["name"]: axis["values"][n] for axis, n in zip(axes, run["at"], strict=True)
        }
        assert (record["status"], record["converged_at"]) == (run["status"], run["converged_at"])
    assert sorted(names) == sorted(path.name for path in folder.glob("runs-*.json"))
    assert [name[:9] for name in sorted(names)] == ["runs-000.", "runs-001."]


def test_each_pack_has_a_script_with_the_same_runs():
    folder = figure_of(packed_site())
    scripts = sorted(folder.glob("runs-*.js"))
    (view,) = views(packed_site().output / "short" / "index.html")
    assert view["chunks"] == [path.name for path in scripts]
    count = 0
    for script, pack in zip(scripts, sorted(folder.glob("runs-*.json")), strict=True):
        assert script.name[:9] == pack.name[:9]
        handed = re.search(r'push\(\["small",({.*})\]\);', script.read_text())[1]
        numbers = json.loads(re.sub(r"([{,])(\d+):", r'\1"\2":', handed))
        records = strict_json(pack)["runs"]
        assert list(numbers) == [str(count + n) for n in range(len(records))]
        for record, shown in zip(records, numbers.values(), strict=True):
            for name, series in zip(view["series"], shown, strict=True):
                np.testing.assert_allclose(series, record[name], rtol=1e-5, atol=6e-6)
        count += len(records)
    assert count == 120


def test_klsim_reads_what_it_has_packed():
    folder = figure_of(packed_site())
    told = [record["setting"] for _, record in runs_of(folder)]
    found = []
    for path in sorted(folder.glob("runs-*.json")):
        runs = read_runs(path.read_bytes(), path.name)
        found += [run.setting for run in runs_of_json(runs, path.name, ("objective", "step_size"), "")]
    assert found == [(setting["objective"], setting["step_size"]) for setting in told]


@given(st.lists(st.integers(1, 1200), min_size=1, max_size=300), st.integers(40, 3000))
@examples(100)
def test_no_pack_is_too_large_and_none_could_take_the_first_run_of_the_next(sizes: list[int], most: int):
    records = [b'"%b"' % (b"x" * size) for size in sizes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "MOST_BYTES", most)
        made = dict(packing.pack(records))
    counts = json.loads(made.pop(packing.COUNTS))
    packs = [json.loads(made[packing.pack_name(n)]) for n in range(len(counts))]
    assert len(made) == len(packs)
    assert [run for one in packs for run in one["runs"]] == [json.loads(record) for record in records]
    for n, (one, count) in enumerate(zip(packs, counts, strict=True)):
        size = len(made[packing.pack_name(n)])
        assert one["schema"] == "klsim/runs/1"
        assert len(one["runs"]) == count <= 100
        assert size <= most or count == 1
        if n + 1 < len(packs):
            assert count == 100 or size + len(packs[n + 1]["runs"][0]) + 3 > most


def test_more_runs_than_five_hundred_are_packed_unless_told_otherwise():
    body = """\
id: small
simulation: gaussian-descent
caption: Many.
target: {{mean: 2, variance: 1}}
start: {{mean: 0, variance: 5}}
max_runs: 501
sweep: {{step_size: {{from: 0.01, to: 1, count: {count}}}}}
{more}
"""
    assert parse(body.format(count=MOST_FILES, more="")).records == "files"
    assert parse(body.format(count=MOST_FILES + 1, more="")).records == "packed"
    assert parse(body.format(count=MOST_FILES + 1, more="records: files")).records == "files"
    with pytest.raises(ContentError, match=r"a\.md:9: unknown records 'pack'; did you mean 'packed'\?"):
        parse(body.format(count=2, more="records: pack"))


@pytest.mark.parametrize(("article", "figure"), [(RACES, "race"), (FAIR, "race")], ids=["together", "best"])
def test_records_of_runs_that_share_pictures_are_packed_too(article: str, figure: str):
    packed = article.replace("sweep:", "records: packed\nsweep:")
    compare(figure_of(built_site(packed), figure), figure_of(built_site(article), figure))


def test_recorded_runs_are_packed_where_the_author_says_so(tmp_path: Path):
    packed = write_recordings(
        tmp_path / "packed", RECORDED.replace("gif: default", "gif: default\nrecords: packed")
    )
    single = write_recordings(tmp_path / "single")
    build(packed)
    build(single)
    compare(figure_of(packed, "rates"), figure_of(single, "rates"))


def test_a_number_stated_of_a_packed_run_is_checked(tmp_path: Path):
    config = write_site(tmp_path, PACKED.replace("[71](", "[72]("))
    with pytest.raises(ContentError, match=r"states 72 for converged_at of small .*; the run gives 71"):
        build(config)


def test_a_comparison_names_the_runs_of_a_pack_that_are_others_and_no_neighbours(tmp_path: Path):
    def changes(old: Config, new: Config) -> list[str]:
        with open_built(old.output) as before, open_built(new.output) as after:
            return list(figure_changes("short/small", before, after))

    assert changes(built_site(FILES), packed_site()) == []
    config = copy_site(packed_site(), tmp_path / "site")
    folder = figure_of(config)
    (path, *_) = sorted(folder.glob("runs-*.json"))
    pack = json.loads(path.read_bytes())
    pack["runs"][3]["mean"][7] += 1e-9
    path.write_text(json.dumps(pack))
    assert changes(packed_site(), config) == ["other records of 1 run (objective kl_qp, step_size 0.04)"]
    path.write_text("[]")
    assert changes(packed_site(), config)[0].startswith("other records of 60 runs")
