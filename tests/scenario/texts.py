"""A small scenario that is right, as text to be spoiled, and the writing of files for the tests."""

from pathlib import Path

MINI = """\
name: mini
title: Two states
about: Two states and a border. Nothing else.
passages: [Confidence-Building Measures]
start: 2025-01
rounds: 24
source: "assumption: invented for the tests"
rivalry: 0.25
states:
  AAA:
    name: Aland
    will: 0.5
    stability: 0.6
    insurgency: 0.1
    influence: {RUS: 0.4}
  BBB:
    name: Beland
    will: 0.4
    stability: 0.5
    insurgency: 0
powers:
  RUS:
    name: Russia
    kind: great_power
    effort: 2
    mandate: {elsewhere: 0.4}
    instruments: {support: 0.6}
  UN:
    name: United Nations
    kind: organization
    effort: 1.5
    members: [AAA]
    mandate: {members: 1, borders: {AAA-BBB: 0.7}}
borders:
  AAA-BBB:
    sides: [AAA, BBB]
    kind: land
    length_km: {value: 100, source: "publication: An Atlas, 2020 (high)", note: along the river}
    delimited: 0.5
    trust: 0.3
    trust_baseline: {AAA: 0.35, BBB: 0.4}
    troops_per_km: 1.5
    strategic_asset: 0.4
    dispute: 1
    crime_attraction: 0.5
    terrain: 0.7
    trade_potential: 0.25
    trade: 0.1
    openness: 0.3
    infrastructure: 0.1
    customs: 0.1
    joint_projects: 0.05
    csbm: {hotline: 0.3}
    sectors:
      north:
        posts: {AAA: Alpha, BBB: Beta}
        dispute: 1.4
theory:
  crime_need: 1.2
without: [trade]
timeline:
  unrest:
    title: Unrest
    kind: shock
    date: 2025-03
    until: 2025-09
    effects:
      - {what: stability, at: AAA, add: -0.01}
      - {what: trust, at: all, side: AAA, add: -0.1}
      - {what: membership, at: UN, side: BBB, set: 1}
      - {what: rivalry, set: 0.5}
"""


def spoiled(*replacements: tuple[str, str]) -> str:
    """The small scenario with pieces of its text replaced; each piece occurs exactly once."""
    text = MINI
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def write(folder: Path, **files: str) -> None:
    """Write files by their stems; an underscore in a stem stands for a hyphen."""
    for stem, text in files.items():
        (folder / f"{stem.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
