"""A hook of the site: its pages lie where their files lie in the repository.

README.md, CONTRIBUTING.md and other pages outside of docs/ become pages as they stand, under their own
paths, so that a link which leads somewhere in the repository leads there in the site as well, and MkDocs
checks it. A link to a folder leads to the page about it; a file that is no page is put into the site
beside the pages.
"""

import posixpath
import re
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).parents[2]

PAGES: Final = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "benchmarks/README.md",
    "model/README.md",
    "scenarios/README.md",
)
"""Pages outside of docs/."""

PLACES: Final = {
    "model/detente/rules": "docs/reference/mechanisms.md",
    "notebooks": "docs/guide/index.md",
    "tests/facts": "docs/odd.md",
}
"""Pages about folders that hold none of their own."""

_LINK = re.compile(r"(?<=\]\()(?P<path>[^)\s#:]+)(?P<rest>#[^)\s]*)?(?=\))")


def on_config(config: MkDocsConfig) -> None:
    """Leave out what only a server can use."""
    config.theme.static_templates -= {"404.html", "sitemap.xml"}


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Give every file the path that it has in the repository."""
    for file in list(files):
        if file.src_dir == config.docs_dir:
            files.remove(file)
            start = "index.html" if file.src_uri == "index.md" else None
            files.append(_in_repository(f"docs/{file.src_uri}", config, start))
    for path in PAGES:
        own = "README.html" if path == "README.md" else None
        files.append(_in_repository(path, config, own))


def _in_repository(path: str, config: MkDocsConfig, written: str | None = None) -> File:
    """Take a file of the repository into the site; `written` is its place there, if it is another."""
    return File(path, str(ROOT), config.site_dir, use_directory_urls=False, dest_uri=written)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Let links to folders and to other files of the repository lead somewhere."""
    if page.file.generated_by is not None and page.file.src_uri.endswith(".md"):
        return markdown
    folder = posixpath.dirname(page.file.src_uri)

    def there(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, link["path"]))
        target = _page_about(path)
        if target is None:
            if (ROOT / path).is_file() and files.get_file_from_path(path) is None:
                files.append(_in_repository(path, config))
            return link[0]
        return posixpath.relpath(target, folder or ".") + (link["rest"] or "")

    return _LINK.sub(there, markdown)


def _page_about(path: str) -> str | None:
    """Page about a folder or a scenario; None where the path itself is the target."""
    if path in PLACES:
        return PLACES[path]
    if path.startswith("scenarios/") and path.endswith(".yaml"):
        return f"docs/reference/scenarios/{Path(path).stem}.md"
    return f"{path}/README.md" if (ROOT / path / "README.md").is_file() else None
