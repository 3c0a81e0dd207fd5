"""The agents of a world, made in the order of its scenario and set to their opening state."""

from typing import TYPE_CHECKING

from detente.agents.border import Border
from detente.agents.post import BorderPost
from detente.agents.power import ExternalPower
from detente.agents.sector import Sector
from detente.agents.side import Side
from detente.agents.state import State
from detente.rules.crime import crime_load
from detente.rules.parameters import Theory

if TYPE_CHECKING:
    from detente.model import BorderModel

__all__ = ["make_borders", "make_powers", "make_sectors", "make_states", "open_posts"]


def make_states(model: "BorderModel") -> list[State]:
    """Make the states."""
    world = model.world
    return [
        State(
            model,
            name,
            float(world.will[i]),
            float(world.stability[i]),
            dict(zip(world.great_powers, world.influence[i].tolist(), strict=True)),
        )
        for i, name in enumerate(world.states)
    ]


def make_powers(model: "BorderModel") -> list[ExternalPower]:
    """Make the external powers and organizations."""
    world = model.world
    return [
        ExternalPower(
            model,
            name,
            seeks_trade=bool(world.seeks_trade[p]),
            leader=world.great_powers[world.leader[p]] if world.leader[p] >= 0 else None,
            instruments=world.instruments[p].tolist(),
        )
        for p, name in enumerate(world.powers)
    ]


def make_borders(model: "BorderModel") -> list[Border]:
    """Make the borders with their two sides, and let the states know of them."""
    borders = [Border(model, name, b) for b, name in enumerate(model.world.borders)]
    for border in borders:
        first, second = (_side_of(model, border, d) for d in (0, 1))
        first.opponent, second.opponent = second, first
        border.sides = (first, second)
        for side in border.sides:
            side.state.sides.append(side)
    return borders


def _side_of(model: "BorderModel", border: Border, d: int) -> Side:
    """Make side d of a border."""
    world, place = model.world, border.place
    return Side(
        border,
        model.states[world.border_states[place, d]],
        trust=float(world.trust[place, d]),
        trust_baseline=float(world.trust_baseline[place, d]),
        troops=float(world.troops[place, d]),
        strategic_asset=float(world.strategic_asset[place, d]),
    )


def make_sectors(model: "BorderModel") -> list[Sector]:
    """Make the sectors of all borders, each with a post of each side."""
    world = model.world
    sectors: list[Sector] = []
    for k, full_name in enumerate(world.sectors):
        border = model.borders[world.sector_border[k]]
        name = full_name.split("/")[1]
        described = world.scenario.borders[border.name].sectors
        sector = Sector(
            border,
            name,
            reference=border.reference / len(described),
            dispute=float(world.dispute[k]),
            crime_attraction=float(world.crime_attraction[k]),
            terrain=float(world.terrain[k]),
        )
        for d, side in enumerate(border.sides):
            label = described[name].posts[side.state.name]
            post = BorderPost(model, world.posts[2 * k + d], label, side, sector)
            sector.posts.append(post)
            side.posts.append(post)
        border.sectors.append(sector)
        sectors.append(sector)
    return sectors


def open_posts(sides: list[Side], theory: Theory) -> None:
    """Spread the troops evenly and open crime where conditions sustain it.

    So no run starts with an artificial calm. A post's pressure depends only on the scenario and the
    post's own troops, so the order does not matter.
    """
    weights = (theory.smuggling_weight, theory.trafficking_weight, theory.infiltration_weight)
    for side in sides:
        expected = 0.0
        for post in side.posts:
            post.troops = side.troops / len(side.posts)
            post.pressure = list(post.sustained_crime())
            for weight, pressure in zip(weights, post.pressure, strict=True):
                expected += weight * min(2.5, pressure)
        side.load_memory = expected / len(side.posts)
        side.crime_load = crime_load(side.load_memory)
