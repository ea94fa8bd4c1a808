"""What the page on notebooks says is so: its cells are run one after another in a notebook."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from tests.site.sites import ROOT

PAGE = (ROOT / "docs" / "content" / "notebooks.md").read_text(encoding="utf-8")
CELLS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SETTINGS, FUNCTION, RUNS, MISTAKE = range(4)


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    """All cells but the one with a mistake, and what they show."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS[:MISTAKE]]
    made = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(made, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    return made


def shown(notebook: nbformat.NotebookNode, cell: int) -> dict[str, str]:
    (output,) = (one for one in notebook.cells[cell].outputs if one.output_type == "execute_result")
    return dict(output.data)


@pytest.mark.slow
@pytest.mark.parametrize("cell", [SETTINGS, FUNCTION])
def test_cells_show_figures_that_notebooks_can_keep(notebook: nbformat.NotebookNode, cell: int):
    nbformat.validate(notebook)
    data = shown(notebook, cell)
    assert data["text/html"].startswith("<iframe srcdoc=")
    assert data["image/gif"].startswith("R0lGODlh")
    assert data["text/plain"].startswith("Figure: ")
    assert len(data["text/html"]) < 2e6


@pytest.mark.slow
def test_runs_are_what_the_page_says(notebook: nbformat.NotebookNode):
    assert f"gives `{shown(notebook, RUNS)['text/plain']}`" in PAGE


@pytest.mark.slow
def test_a_mistake_is_an_exception_in_the_words_of_the_page():
    import_first = CELLS[SETTINGS].partition("\n")[0]
    faulty = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"{import_first}\n{CELLS[MISTAKE]}")])
    client = NotebookClient(
        faulty, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}
    )
    with pytest.raises(CellExecutionError) as raised:
        client.execute()
    told = PAGE.partition("```text error\n")[2].partition("```")[0]
    assert raised.value.ename == "FigureError"
    assert raised.value.evalue == told.strip()
