"""The check of the built site finds what a reader without a network would miss."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

PAGE = """<!doctype html><html><head><title>t</title>
<link rel="stylesheet" href="style.css"><link rel="canonical" href="https://example.org/"></head>
<body><h1 id="top">A page</h1><a href="#top">up</a><a href="other.html#here">other</a>
<a href="https://example.org/">elsewhere</a><img src="a%20picture.png"> {more}</body></html>"""


def checked(tmp_path: Path, more: str = "", style: str = "") -> tuple[int, str]:
    """Exit status and words of the check, on a small site with something more in it."""
    (tmp_path / "index.html").write_text(PAGE.format(more=more), encoding="utf-8")
    (tmp_path / "other.html").write_text("<p id='here'>here</p>", encoding="utf-8")
    (tmp_path / "style.css").write_text(f"p {{color: red}} {style}", encoding="utf-8")
    (tmp_path / "a picture.png").write_bytes(b"")
    command = [sys.executable, str(ROOT / "docs/site/check_site.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_whole_site_passes(tmp_path: Path) -> None:
    assert checked(tmp_path) == (0, "2 pages, 0 faults\n")


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ('<a href="gone.html">x</a>', "index.html: gone.html: there is no such file"),
        ('<a href="other.html#gone">x</a>', "index.html: other.html#gone: there is no such place"),
        ('<a href="#gone">x</a>', "index.html: #gone: there is no such place"),
        ('<a href="/other.html">x</a>', "index.html: /other.html: begins at the root of a server"),
        ('<a href=".">x</a>', "index.html: .: there is no such file"),
        ('<img src="gone.png">', "index.html: gone.png: there is no such file"),
        ('<img srcset="gone.png 2x" src="">', "index.html: gone.png: there is no such file"),
        (
            '<script src="https://cdn.example.org/x.js"></script>',
            "index.html: https://cdn.example.org/x.js: is loaded from elsewhere",
        ),
        (
            '<link rel="preconnect" href="https://fonts.example.org">',
            "index.html: https://fonts.example.org: is loaded from elsewhere",
        ),
        ('<img src="//example.org/x.png">', "//example.org/x.png: is loaded from elsewhere"),
        (
            "<style>@import 'https://e.org/x.css';</style>",
            "https://e.org/x.css: is loaded from elsewhere",
        ),
        ('<p style="background: url(gone.png)">', "index.html: gone.png: there is no such file"),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path: Path, more: str, fault: str) -> None:
    status, words = checked(tmp_path, more)
    assert status == 1
    assert fault in words
    assert words.endswith("2 pages, 1 faults\n")


def test_a_font_from_elsewhere_is_found(tmp_path: Path) -> None:
    status, words = checked(tmp_path, style="@font-face {src: url('https://e.org/f.woff2')}")
    assert status == 1
    assert "style.css: https://e.org/f.woff2: is loaded from elsewhere" in words


def test_a_folder_without_pages_is_no_site(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "docs/site/check_site.py"), str(tmp_path / "nothing")]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
