"""Every phase of a month does what the equations say with what was recorded: right side, right phase.

The run is taken apart month by month: each quantity is worked out again from the tables of the month
before and, where the phase comes later in the round, of the month itself.
"""

import numpy as np

from detente.draws import Process
from detente.rules.csbm import MEASURES
from detente.rules.forms import poisson_count
from tests.model.replay import MONTHS, Recorded, close, months, rule, weight_of

CRIMES = ("smuggling", "trafficking", "infiltration")


def test_powers_spread_their_effort_by_mandate_need_and_consent(run: Recorded) -> None:
    world = run.model.world
    for month in range(1, MONTHS + 1):
        before = month - 1
        for p, power in enumerate(world.powers):
            priorities = []
            for b in range(len(world.borders)):
                attention = 0.5 + world.trade_potential[b]
                if not world.seeks_trade[p]:
                    attention = 1 - run.border["trust"][before, b] + run.border["alert"][before, b]
                mandate = world.series.mandate[before, p, b]
                will = run.lower("will", before, b)
                priorities.append(mandate * (0.15 + attention) * (0.3 + 0.7 * will))
            budget, total = world.series.effort[before, p], sum(priorities)
            expected = np.minimum(1.0, budget * np.array(priorities) / max(total, 1e-300))
            close(run.effort[month, p], expected, (month, power))


def rivals(run: Recorded, name: str, influence: list[float]) -> float:
    """One rule about the influence of two powers over a state."""
    first, second = influence
    result: float = rule(run, f"powers.{name}", influence_a=first, influence_b=second)
    return result


def test_support_guarantees_and_rivalry_follow_from_effort(run: Recorded) -> None:
    world = run.model.world
    powers = world.scenario.powers
    for month, b in months(run):
        before = month - 1
        support = 1 - np.exp(-run.instrument("support", month, b))
        close(run.border["support"][month, b], support, ("support", month, b))
        verified = run.effect("verification", month, b)
        seen = 1 - np.exp(-1.5 * verified - run.instrument("monitoring", month, b))
        close(run.border["verification"][month, b], seen, ("verification", month, b))
        states = world.border_states[b]
        for d, i in enumerate(states):
            guarantee = sum(
                run.state[f"influence_{power.leader}"][before, i]
                * power.instruments["guarantee"]
                * run.effort[month, p, b]
                for p, power in enumerate(powers.values())
                if power.leader
            )
            close(run.side["guarantee"][month, b, d], guarantee, ("guarantee", month, b, d))
        first, second = (
            [run.state[f"influence_{power}"][before, i] for power in world.great_powers]
            for i in states
        )
        expected = rule(
            run,
            "powers.rivalry",
            level=world.series.rivalry[before],
            contested_a=rivals(run, "contested_influence", first),
            contested_b=rivals(run, "contested_influence", second),
            alignment_a=rivals(run, "alignment", first),
            alignment_b=rivals(run, "alignment", second),
        )
        close(run.border["rivalry"][month, b], expected, ("rivalry", month, b))


def sustained(run: Recorded, month: int, k: int, d: int) -> list[float]:
    """Crime that conditions at the end of the month before sustain at a post."""
    world, before = run.model.world, month - 1
    b = int(world.sector_border[k])
    origin = int(world.border_states[b, 1 - d])
    density = run.post["troops"][before, k, d] / run.model.sectors[k].reference
    openness = run.border["openness"][before, b]
    joint = rule(run, "crime.joint_policing", policing=run.effect("policing", before, b))
    coverage = rule(run, "crime.guard_coverage", density=density)
    illicit = {
        "attraction": world.crime_attraction[k],
        "weakness": 1.5 - run.state["stability"][before, origin],
        "openness": openness,
        "coverage": coverage,
        "rent": rule(run, "crime.militarization_rent", density=density, openness=openness),
        "joint": joint,
    }
    return [
        rule(run, "crime.smuggling_pressure", **illicit),
        rule(run, "crime.trafficking_pressure", **illicit),
        rule(
            run,
            "crime.infiltration_pressure",
            insurgency=world.series.insurgency[before, origin],
            terrain=world.terrain[k],
            coverage=coverage,
            joint=joint,
        ),
    ]


def test_crime_comes_from_the_other_side(run: Recorded) -> None:
    world = run.model.world
    kinds = (Process.SMUGGLING, Process.TRAFFICKING, Process.INFILTRATION)
    for month in range(1, MONTHS + 1):
        for k in range(len(world.sectors)):
            for d in (0, 1):
                lasting = sustained(run, month, k, d)
                for crime, process, level in zip(CRIMES, kinds, lasting, strict=True):
                    pressure = run.post[f"{crime}_pressure"]
                    before = pressure[month - 1, k, d]
                    expected = before + 0.15 * (level - before)
                    close(pressure[month, k, d], expected, (crime, month, k, d))
                    luck = run.luck(process, world.posts[2 * k + d], month)
                    count = poisson_count(float(pressure[month, k, d]), luck)
                    assert run.post[crime][month, k, d] == count


def test_crime_loads_remember_the_incidents_of_their_side(run: Recorded) -> None:
    for month, b in months(run):
        mine = run.model.world.sector_border == b
        load = run.side["crime_load"]
        for d in (0, 1):
            memory = load[month - 1, b, d] / (1 - load[month - 1, b, d])
            counts = [run.post[crime][month, mine, d].sum() for crime in CRIMES]
            weighted = float(np.dot([0.25, 0.5, 1.2], counts)) / mine.sum()
            memory += 0.1 * (weighted - memory)
            close(load[month, b, d], memory / (1 + memory), ("load", month, b, d))


def test_encounters_follow_the_posts_that_face_each_other(run: Recorded) -> None:
    world = run.model.world
    processes = (Process.MISUNDERSTANDING, Process.STANDOFF, Process.SKIRMISH)
    for month, b in months(run):
        before = month - 1
        tense = {
            "trust": run.border["trust"][before, b],
            "alert": run.border["alert"][before, b],
            "deescalation": run.effect("deescalation", before, b),
        }
        fires = rule(
            run,
            "encounters.skirmish_probability",
            interdependence=run.interdependence(before, b),
            peacekeeping=run.instrument("peacekeeping", month, b),
            **tense,
        )
        clash = world.series.clash[before, b]
        totals, severity = np.array([0.0, 0.0, float(clash > 0)]), clash
        for k in np.flatnonzero(world.sector_border == b):
            reference = run.model.sectors[k].reference
            troops = run.post["troops"][before, k]
            contact = rule(
                run,
                "encounters.contact_rate",
                dispute=world.dispute[k],
                delimited=run.border["delimited"][before, b],
                density_a=troops[0] / reference,
                density_b=troops[1] / reference,
            )
            chance = rule(
                run,
                "encounters.misunderstanding_probability",
                prevention=run.effect("prevention", before, b),
            )
            balance = rule(
                run,
                "encounters.imbalance",
                troops_a=troops[0],
                troops_b=troops[1],
                reference=reference,
            )
            hardens = rule(run, "encounters.standoff_probability", imbalance=balance, **tense)
            rates = (
                contact * chance * np.array([1 - hardens, hardens * (1 - fires), hardens * fires])
            )
            lucks = [run.luck(process, world.sectors[k], month) for process in processes]
            counts = [poisson_count(float(r), u) for r, u in zip(rates, lucks, strict=True)]
            totals += counts
            luck = run.luck(Process.SEVERITY, world.sectors[k], month)
            severity += counts[2] * rule(run, "encounters.skirmish_severity", uniform=luck)
        kinds = ("misunderstandings", "standoffs", "skirmishes")
        assert [run.border[kind][month, b] for kind in kinds] == totals.tolist()
        close(run.border["severity"][month, b], severity, ("severity", month, b))
        for d in (0, 1):
            alert = run.side["alert"][before, b, d]
            expected = rule(run, "encounters.alert_next", alert=alert, severity=severity)
            close(run.side["alert"][month, b, d], expected, ("alert", month, b, d))


def test_diplomacy_follows_the_lower_side(run: Recorded) -> None:
    thresholds, policies = weight_of("threshold"), run.model.world.series.csbm
    for month, b in months(run):
        before = month - 1
        will, stability = run.lower("will", before, b), run.lower("stability", before, b)
        trust = run.side["trust"][before, b].min()
        support, alert = run.border["support"][month, b], run.border["alert"][month, b]
        room = 1 - 0.75 * run.border["rivalry"][month, b]
        tended = rule(run, "diplomacy.neglect", will=will, support=support)
        for k, measure in enumerate(MEASURES):
            feasible = rule(
                run,
                "diplomacy.feasibility",
                trust=trust,
                support=support,
                threshold=thresholds[k],
            )
            adopted = rule(
                run,
                "diplomacy.adoption",
                will=will,
                stability=stability,
                feasibility=feasible,
                support=support,
                room=room,
                policy=policies[before, b, k],
            )
            lapsed = rule(run, "diplomacy.lapse", neglect=tended, alert=alert, feasibility=feasible)
            level = run.border[f"csbm_{measure}"]
            expected = (
                level[before, b] + adopted * (1 - level[before, b]) - lapsed * level[before, b]
            )
            close(level[month, b], expected, (measure, month, b))
        delimited = run.border["delimited"]
        newly = rule(
            run,
            "diplomacy.delimitation",
            delimited=delimited[before, b],
            will=will,
            stability=stability,
            trust=trust,
            mediation=run.instrument("mediation", month, b),
            room=room,
        )
        close(delimited[month, b] - delimited[before, b], newly, ("delimited", month, b))


def test_trade_follows_what_the_month_before_allowed(run: Recorded) -> None:
    world = run.model.world
    for month, b in months(run):
        before = month - 1
        old = {
            name: run.border[name][before, b]
            for name in ("openness", "infrastructure", "customs", "joint_projects")
        }
        trust, will = run.border["trust"][before, b], run.lower("will", before, b)
        help_in = world.series.facilitation[before, b]
        expected = {
            "trade": rule(
                run,
                "trade.trade_next",
                trade=run.border["trade"][before, b],
                cap=rule(run, "trade.trade_cap", **old),
            ),
            "openness": rule(
                run,
                "trade.openness_next",
                openness=old["openness"],
                trust=trust,
                density=run.border["density"][before, b],
                alert=run.border["alert"][month, b],
                closure=world.series.closure[before, b],
            ),
            "infrastructure": rule(
                run,
                "trade.infrastructure_next",
                infrastructure=old["infrastructure"],
                will=will,
                investment=run.instrument("infrastructure", month, b) + help_in,
                trust=trust,
            ),
            "customs": rule(
                run,
                "trade.customs_next",
                customs=old["customs"],
                will=will,
                stability=run.lower("stability", before, b),
                assistance=run.instrument("customs", month, b) + help_in,
                trust=trust,
            ),
            "joint_projects": rule(
                run,
                "trade.joint_projects_next",
                joint_projects=old["joint_projects"],
                will=will,
                trust=trust,
                trade=run.border["trade"][before, b],
                investment=run.instrument("joint_projects", month, b),
            ),
        }
        for name, level in expected.items():
            close(run.border[name][month, b], level, (name, month, b))


def test_politics_follow_the_month_that_is_over(run: Recorded) -> None:
    world, state = run.model.world, run.state
    for month in range(1, MONTHS + 1):
        before = month - 1
        for i, name in enumerate(world.states):
            mine = world.border_states == i
            borders = mine.any(axis=1)
            trust, alert, load = (
                run.side[key][month][mine].mean() for key in ("trust", "alert", "crime_load")
            )
            target = rule(
                run,
                "politics.will_target",
                norm=world.will[i],
                trust=trust,
                trade=run.border["trade"][month, borders].mean(),
                alert=alert,
                unrest=max(0.0, world.stability[i] - state["stability"][before, i]),
                support=run.border["support"][month, borders].mean(),
                shift=world.series.will[before, i],
            )
            will = rule(
                run,
                "politics.will_next",
                will=state["will"][before, i],
                target=target,
                uniform=run.luck(Process.WILL, name, month),
            )
            close(state["will"][month, i], will, ("will", month, name))
            capacity = np.mean(
                [run.instrument("capacity", month, b) for b in np.flatnonzero(borders).tolist()]
            )
            stability = rule(
                run,
                "politics.stability_next",
                stability=state["stability"][before, i],
                norm=rule(
                    run, "politics.stability_norm", norm=world.stability[i], capacity=capacity
                ),
                crime_load=load,
                alert=alert,
                shock=world.series.stability[before, i],
                uniform=run.luck(Process.STABILITY, name, month),
            )
            close(state["stability"][month, i], stability, ("stability", month, name))


def test_influence_follows_investment_and_withdrawal(run: Recorded) -> None:
    world = run.model.world
    for month in range(1, MONTHS + 1):
        for power in world.great_powers:
            p = world.powers.index(power)
            budgets = world.series.effort[:, p]
            withdrawn = max(0.0, 1 - budgets[month - 1] / budgets[0]) if budgets[0] > 0 else 0.0
            building = world.scenario.powers[power].instruments["infrastructure"]
            for i in range(len(world.states)):
                borders = (world.border_states == i).any(axis=1)
                expected = rule(
                    run,
                    "powers.influence_next",
                    influence=run.state[f"influence_{power}"][month - 1, i],
                    investment=(building * run.effort[month, p, borders]).mean(),
                    withdrawal=withdrawn,
                )
                found = run.state[f"influence_{power}"][month, i]
                close(found, expected, ("influence", power, month, i))
