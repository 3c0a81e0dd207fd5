"""A laboratory world of two states and one border, in which everything that is not tried stands still.

`REST` puts every rate of change to zero, so that trust, troops, alert, CSBMs, trade, treaties, the line,
political will and stability stay as they are; an experiment gives back what it is about. `settled` says
so of a model, so that an experiment cannot quietly move more than it meant to.
"""

from typing import Any, Final

from ruamel.yaml import YAML

from detente.model import BorderModel
from detente.scenario import Scenario, from_mapping

__all__ = ["BORDER", "REST", "crowd", "laboratory", "run"]

BORDER: Final = "AAA-BBB"

_TRUST_AT_REST: Final = dict.fromkeys(
    "trust_decay threat incident_loss skirmish_loss crime_blame csbm_gain lapse_loss trade_gain"
    " guarantee_gain guarantee_loss mediation_gain compliance_gain violation_loss undelimited_loss"
    " delimitation_gain reciprocity_gain buildup_loss vulnerability_loss regional_pull"
    " alert_spillover rivalry_loss".split(),
    0.0,
)
_TROOPS_AT_REST: Final = dict.fromkeys(
    "adjustment drawdown_speed asset_friction instability_friction upkeep_cost asset_posture"
    " dispute_posture crime_need alert_posture guarantee_substitution guarantee_alarm trust_relief"
    " risk_weighting".split(),
    0.0,
)
_DIPLOMACY_AT_REST: Final = dict.fromkeys(
    "adoption_speed basic_lapse alert_lapse mistrust_lapse talks_rate signing_rate breakdown_rate"
    " delimitation_speed".split(),
    0.0,
)
_TRADE_AT_REST: Final = dict.fromkeys(
    "trade_growth openness_adjustment alert_closure infrastructure_building customs_reform"
    " joint_project_growth enabler_decay".split(),
    0.0,
)
_POLITICS_AT_REST: Final = dict.fromkeys(
    "will_adjustment will_noise stability_reversion stability_noise stability_lost_to_crime"
    " capacity_building influence_drift".split(),
    0.0,
)
_CALM: Final = dict.fromkeys(
    "contact_rate alert_gain smuggling_rate trafficking_rate infiltration_rate".split(), 0.0
)

REST: Final[dict[str, float]] = {
    **_TRUST_AT_REST,
    **_TROOPS_AT_REST,
    **_DIPLOMACY_AT_REST,
    **_TRADE_AT_REST,
    **_POLITICS_AT_REST,
    **_CALM,
}
"""Parameters that put the whole world to rest."""


def laboratory(
    theory: dict[str, float], *, rounds: int = 240, sectors: int = 3, **border: Any
) -> Scenario:
    """A world at rest, but for some parameters and some features of its border."""
    features = {
        "sides": ["AAA", "BBB"],
        "kind": "land",
        "length_km": 300,
        "delimited": 0.5,
        "trust": {"AAA": 0.45, "BBB": 0.35},
        "trust_baseline": 0.5,
        "troops_per_km": {"AAA": 2.0, "BBB": 3.0},
        "strategic_asset": {"AAA": 0.25, "BBB": 0.75},
        "dispute": 1.0,
        "crime_attraction": 0.5,
        "terrain": 0.5,
        "trade_potential": 0.6,
        "trade": 0.3,
        "openness": 0.5,
        "infrastructure": 0.4,
        "customs": 0.2,
        "joint_projects": 0.1,
        "csbm": {"hotline": 0.4, "dialogue": 0.7},
        "sectors": {f"s{k}": {"posts": {"AAA": f"A{k}", "BBB": f"B{k}"}} for k in range(sectors)},
    }
    return from_mapping(
        {
            "name": "laboratory",
            "title": "A world at rest",
            "about": "Two states, of which only what is tried moves.",
            "passages": [],
            "start": "2001-01",
            "rounds": rounds,
            "source": "assumption: made up for a test",
            "rivalry": 0.0,
            "states": {
                "AAA": {"name": "A", "will": 0.6, "stability": 0.7, "insurgency": 0.5},
                "BBB": {"name": "B", "will": 0.5, "stability": 0.8, "insurgency": 0.3},
            },
            "powers": {},
            "borders": {BORDER: features | border},
            "theory": REST | theory,
        }
    )


def crowd(theory: dict[str, float], *, pairs: int, rounds: int, **border: Any) -> Scenario:
    """Many pairs of states like those of the laboratory, each pair with its own luck."""
    one = laboratory(theory, rounds=rounds, sectors=1, **border)
    data = YAML(typ="safe").load(one.to_yaml())
    twins = [_renamed(data, str(number)) for number in range(pairs)]
    for kind in ("states", "borders"):
        data[kind] = {name: part for twin in twins for name, part in twin[kind].items()}
    return from_mapping(data)


def _renamed(data: Any, number: str) -> Any:
    """The same data with numbered states."""
    if isinstance(data, dict):
        return {_renamed(key, number): _renamed(value, number) for key, value in data.items()}
    if isinstance(data, list):
        return [_renamed(item, number) for item in data]
    if isinstance(data, str):
        return data.replace("AAA", f"AAA{number}").replace("BBB", f"BBB{number}")
    return data


def run(scenario: Scenario, replicate: int = 0, seed: int = 11) -> BorderModel:
    """A finished run."""
    model = BorderModel(scenario, seed=seed, replicate=replicate)
    model.run()
    return model
