"""Look at the built site as a browser would that has no network: `python docs/site/check_site.py site`.

MkDocs checks the links of Markdown. This looks at what came out: that every link, picture, script and
style of every page leads to a file of the site (and to an anchor that is there), and that nothing is
loaded from elsewhere. Links to other hosts that a reader may click are not followed. What is wrong is
printed, and the exit status is 1.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

__all__ = ["Page", "faults_of", "main"]

LOADING: Final = frozenset(
    "icon manifest modulepreload preconnect prefetch preload stylesheet dns-prefetch".split()
)
"""Relations of a link in the head of a page that make a browser fetch something."""

LOADED: Final = frozenset("audio embed iframe img input object script source track video".split())
"""Elements that fetch what they name."""

_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")


class Page(HTMLParser):
    """What a page refers to.

    Attributes
    ----------
    links : set of str
        Addresses that a reader may follow.
    loads : set of str
        Addresses that a browser fetches by itself.
    anchors : set of str
        Places within the page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.anchors: set[str] = set()
        self._is_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names."""
        given = {name: value for name, value in attrs if value is not None}
        self._is_style = tag == "style"
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        self.loads |= addresses_in_css(given.get("style", ""))
        relations = set(given.get("rel", "").split())
        for name in ("href", "src", "data", "poster"):
            if name not in given:
                continue
            fetched = tag in LOADED or (tag == "link" and relations & LOADING)
            (self.loads if fetched else self.links).add(given[name])
        if tag in LOADED and "srcset" in given:
            self.loads |= {each.split()[0] for each in given["srcset"].split(",") if each.strip()}

    def handle_data(self, data: str) -> None:
        """Note what a style inside of the page fetches."""
        if self._is_style:
            self.loads |= addresses_in_css(data)


def addresses_in_css(text: str) -> set[str]:
    """Addresses that a style sheet fetches."""
    return {first or second for first, second in _CSS_ADDRESS.findall(text)}


def faults_of(site: Path) -> list[str]:
    """Find what is missing, and what is loaded from elsewhere.

    Parameters
    ----------
    site : Path
        Folder of a built site.

    Returns
    -------
    list of str
        One line for each fault; none for a site that is whole.
    """
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    faults = []
    for path, page in pages.items():
        where = path.relative_to(site)
        for address in sorted(page.loads | page.links):
            fault = _fault(address, path, pages, is_loaded=address in page.loads)
            faults += [f"{where}: {address}: {fault}"] if fault else []
    for path in site.rglob("*.css"):
        for address in sorted(addresses_in_css(path.read_text(encoding="utf-8"))):
            fault = _fault(address, path, pages, is_loaded=True)
            faults += [f"{path.relative_to(site)}: {address}: {fault}"] if fault else []
    return sorted(faults)


def _fault(address: str, path: Path, pages: dict[Path, Page], *, is_loaded: bool) -> str:
    """Say what is wrong with an address on a page; nothing if it is right."""
    parts = urlsplit(address)
    if parts.scheme == "data":
        return ""
    if parts.scheme or parts.netloc:
        return "is loaded from elsewhere" if is_loaded else ""
    if parts.path.startswith("/"):
        return "begins at the root of a server"
    return _missing(parts, path, pages)


def _missing(parts: SplitResult, path: Path, pages: dict[Path, Page]) -> str:
    """Say what an address of the site itself fails to find; nothing if it is there."""
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return "there is no such file"
    anchor = unquote(parts.fragment)
    if anchor and target in pages and anchor not in pages[target].anchors:
        return "there is no such place on the page"
    return ""


def main(folder: str) -> int:
    """Check a site and say what was found.

    Parameters
    ----------
    folder : str
        Folder of a built site.

    Returns
    -------
    int
        Exit status: 0 for a site that is whole.
    """
    site = Path(folder).resolve()
    count = len(list(site.rglob("*.html")))
    faults = faults_of(site) if count else [f"{site}: holds no page"]
    for fault in faults:
        print(fault)  # noqa: T201 - a command
    print(f"{count} pages, {len(faults)} faults")  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "site"))
