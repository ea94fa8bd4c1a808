"""Runs in CSV files."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.recordings.reading import read

TABLE = "lr,step,loss\n0.1,0,2\n0.1,1,1\n0.01,0,3\n"


@pytest.mark.parametrize(
    ("separator", "end", "start"), [(",", "\n", ""), (";", "\r\n", "\ufeff"), ("\t", "\n", ""), (",", "\n\n", "")]
)
def test_tables_are_read_whatever_parts_their_cells(separator: str, end: str, start: str):
    text = start + TABLE.replace(",", separator).replace("\n", end)
    found = read({"runs.csv": text}, ["lr"], "step")
    assert found.told == []
    assert found.survey.axes[0].values == (0.01, 0.1)
    assert found.runs == [{"loss": [3.0]}, {"loss": [2.0, 1.0]}]
    assert found.survey.lengths == (1, 2)


def test_quoted_cells_may_hold_separators_and_line_ends():
    found = read({"runs.csv": 'name,loss\n"a, b",1\n"a, b",2\n"c\nd",3\n'}, ["name"])
    assert found.survey.axes[0].values == ("a, b", "c\nd")
    assert [run["loss"] for run in found.runs] == [[1.0, 2.0], [3.0]]


def test_empty_cells_and_nan_are_missing_and_rows_without_numbers_end_a_run():
    found = read({"runs.csv": "loss,more\n1,\n,NaN\nnan,4\n5,6\n,\n,\n"})
    assert found.runs == [{"loss": [1.0, None, None, 5.0], "more": [None, None, 4.0, 6.0]}]
    assert found.survey.has_gaps


def test_rows_are_in_the_order_of_their_iterations_and_columns_of_words_are_passed_over():
    found = read({"runs.csv": "step,loss,note\n2,1,c\n0,3,a\n1,2,b\n"}, iteration="step")
    assert found.runs == [{"loss": [3.0, 2.0, 1.0]}]
    assert found.survey.words == ("note",)


@pytest.mark.parametrize(
    ("steps", "counting", "clock"),
    [((0, 1, 2), (0, 1), ""), ((1, 2, 3), (1, 1), ""), ((0, 10, 20), (0, 10), ""), ((0, 1, 5), (0, 1), "step")],
)
def test_runs_may_count_from_another_number_and_in_other_steps(steps, counting, clock: str):
    rows = "".join(f"{step},{n}\n" for n, step in enumerate(steps))
    survey = read({"runs.csv": f"step,loss\n{rows}"}, iteration="step").survey
    assert (survey.counting, survey.clock) == (counting, clock)


def test_a_column_called_iteration_counts_without_being_named():
    assert read({"runs.csv": "iteration,loss\n1,5\n0,6\n"}).runs == [{"loss": [6.0, 5.0]}]


def test_runs_in_several_files_may_be_told_apart_by_their_names():
    files = {"runs/a.csv": "loss\n1\n2\n", "runs/b.csv": "loss\n3\n"}
    found = read(files, ["file"])
    assert found.survey.axes[0].values == ("a", "b")
    assert found.runs == [{"loss": [1.0, 2.0]}, {"loss": [3.0]}]


def test_names_that_records_cannot_have_are_written_otherwise():
    found = read({"runs.csv": "train/loss,status,2nd\n1,2,3\n"})
    assert list(found.runs[0]) == ["train_loss", "status_", "x_2nd"]
    assert [one.label for one in found.survey.series] == ["train/loss", "status", "2nd"]


@pytest.mark.parametrize(
    ("text", "axes", "told"),
    [
        ("loss\n1\nx\n", [], "runs.csv:3: loss is 'x', not a number; leave it empty where it is missing"),
        ("a;loss\n1;0,5\n", [], "runs.csv:2: loss is '0,5', not a number; write 0.5"),
        ("a;loss\n1;0.5\n2;0,7\n", [], "runs.csv:3: loss is '0,7', not a number; write 0.7"),
        ("a,b\n1,2\n1\n", [], "runs.csv:3: this row has 1 cell, and there are 2 columns"),
        ("a,a\n1,2\n", [], "runs.csv:1: two columns are called 'a'; rename one of them"),
        ("a,\n1,2\n", [], "runs.csv:1: column 2 has no name; name it"),
        ("1,2\n3,4\n", [], "runs.csv:1: the first line has numbers, 1, 2, and no names of columns"),
        ("", [], "runs.csv:1: the first line has no names of columns"),
        ("loss\n", [], "runs.csv:1: there are no rows below the names of columns"),
        ("lr,loss\n0.1,2\n,3\n", ["lr"], "runs.csv:3: lr is empty; each row says which run it belongs to"),
        (
            "step,loss\n0,2\n\n0,3\n",
            [],
            "runs.csv:4: a second row is step 0 of the same run; the first is on line 2",
        ),
        ("step,loss\n0,2\n0.5,3\n", [], "runs.csv:3: step is 0.5; an iteration is a whole number from 0"),
        ('loss\n1\n"2\n', [], "runs.csv:3: this is no row of a CSV file"),
        ("name\na\nb\n", [], "runs.csv:1: no numbers are recorded in it; a series is a column of numbers"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_with_its_line(text: str, axes: list[str], told: str):
    found = read({"runs.csv": text}, axes, "step" if "step" in text else "")
    assert len(found.told) == 1
    assert found.told[0].startswith(f"content/a/{told}")


def test_bytes_that_are_no_text_are_told_with_their_line():
    found = read({"runs.csv": b"loss\n1\n\xff\n"})
    assert found.told == ["content/a/runs.csv:3: byte 0xff is not UTF-8; save the file as UTF-8"]


@given(
    st.lists(
        st.lists(st.floats(allow_nan=True, allow_infinity=False), min_size=2, max_size=2).filter(
            lambda row: not all(map(math.isnan, row))
        ),
        min_size=1,
        max_size=50,
    ),
    st.sampled_from(",;\t"),
)
def test_numbers_come_back_to_the_last_bit(rows: list[list[float]], separator: str):
    text = io.StringIO()
    table = csv.writer(text, delimiter=separator)
    table.writerows(
        [["first", "second"], *[["" if math.isnan(cell) else repr(cell) for cell in row] for row in rows]]
    )
    found = read({"runs.csv": text.getvalue()})
    assert found.told == []
    for n, name in enumerate(("first", "second")):
        given_ = [None if math.isnan(row[n]) else row[n] for row in rows]
        assert found.runs[0].get(name, [None] * len(rows)) == given_
