"""A hook of the site: the notebooks of the course as pages, with what their cells put out.

Every build executes them, several at a time, and stops where a cell fails. The files in the repository
stay as they are, without outputs. Where notebooks were executed a moment before, as `.ci/run` does, the
variable DETENTE_EXECUTED names the folder of the executed ones, and they are shown instead; the build
stops where one of them is not the notebook of the repository.
"""

import logging
import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, Final

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import MarkdownExporter
from nbconvert.filters import strip_ansi
from traitlets.config import Config

log = logging.getLogger("mkdocs.hooks.notebook_pages")

ROOT: Final = Path(__file__).parents[2]
EXECUTED: Final = "DETENTE_EXECUTED"
SECONDS_OF_A_CELL: Final = 600
SHOWN: Final = ["text/html", "image/svg+xml", "image/png", "text/markdown", "text/plain"]
"""Which form of an output is shown, the best first; widgets need a kernel and are left out."""

_SCOPED_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)


class NotebookPage(File):
    """A notebook that is a page of the site, so that links to the notebook lead to it."""

    def is_documentation_page(self) -> bool:
        """Whether it is a page: it is, whatever its name ends in."""
        return True


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add a page for every notebook, its pictures, and the notebook itself to be taken home."""
    folder = ROOT / "notebooks"
    paths = [*sorted(folder.glob("*.ipynb")), *sorted((folder / "solutions").glob("*.ipynb"))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = [path.read_text(encoding="utf-8") for path in paths]
        for path, done in zip(paths, pool.map(with_outputs, paths, texts), strict=True):
            _add(path, done, files, config)


@cache
def with_outputs(path: Path, text: str) -> Any:
    """Notebook with the outputs of its cells; one that was not edited is executed once."""
    name = path.relative_to(ROOT).as_posix()
    notebook: Any = nbformat.reads(text, as_version=4)
    if folder := os.environ.get(EXECUTED):
        return _executed_before(notebook, Path(folder) / path.relative_to(ROOT / "notebooks"))
    log.info("Executing %s", name)
    start = time.monotonic()
    client = NotebookClient(
        notebook,
        timeout=SECONDS_OF_A_CELL,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute(env=os.environ | {"DETENTE_WIDGETS": "no"})
    except CellExecutionError as error:
        raise PluginError(f"{name}: {strip_ansi(str(error))}") from None
    log.info("Executed %s in %.0f s", name, time.monotonic() - start)
    return notebook


def _executed_before(notebook: Any, path: Path) -> Any:
    """Take an executed notebook, if it is the same notebook."""
    if not path.is_file():
        raise PluginError(f"{EXECUTED}: there is no {path}; execute all notebooks, or unset it")
    executed: Any = nbformat.read(path, as_version=4)
    if [cell.source for cell in executed.cells] != [cell.source for cell in notebook.cells]:
        raise PluginError(f"{EXECUTED}: {path} is not the notebook of the repository")
    for cell in executed.cells:
        if cell.cell_type == "code" and cell.source.strip() and cell.execution_count is None:
            raise PluginError(f"{EXECUTED}: {path} has a cell that was not executed")
    return executed


def _add(path: Path, notebook: Any, files: Files, config: MkDocsConfig) -> None:
    """Add the page of an executed notebook."""
    uri = path.relative_to(ROOT).as_posix()
    home, pictures = uri.removesuffix(".ipynb"), f"{path.stem}_files"
    exporter = MarkdownExporter(config=Config({"NbConvertBase": {"display_data_priority": SHOWN}}))
    markdown, resources = exporter.from_notebook_node(
        notebook, resources={"output_files_dir": pictures, "unique_key": path.stem}
    )
    for name, content in resources["outputs"].items():
        files.append(File.generated(config, f"{Path(uri).parent}/{name}", content=content))
    files.append(NotebookPage.generated(config, uri, content=_page(markdown, path)))
    files.append(File.generated(config, f"{home}/{path.name}", content=path.read_bytes()))


def _page(markdown: str, path: Path) -> str:
    """Tidy the Markdown of a notebook, and say where the notebook itself is."""
    text = _SCOPED_STYLE.sub("", markdown).replace(' border="1" class="dataframe"', "")
    text = re.sub(r"!\[(png|svg)\]", "![The picture that the cell above draws]", text)
    home = f'<a href="{path.stem}/{path.name}" download>Download this notebook</a>'
    title, line, rest = text.partition("\n")
    return f'{title}{line}\n<p class="download">{home}</p>\n{rest}'
