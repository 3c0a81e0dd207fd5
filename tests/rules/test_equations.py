"""Rules agree with the theory's equations, which `equations` writes a second time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules.parameters import PARAMETERS
from tests.rules.contracts import CONTRACTS, apply, arguments, parameters_of, theories
from tests.rules.equations import EQUATIONS

NOT_IN_THE_TEXT = {"troops.post_share"}  # tested in test_troops: the text leaves its form open


def test_every_rule_has_its_equation() -> None:
    rules = {name for name in CONTRACTS if not name.startswith("forms.")}
    assert rules - NOT_IN_THE_TEXT == set(EQUATIONS)


@pytest.mark.parametrize("name", EQUATIONS)
@given(data=st.data())
def test_a_rule_agrees_with_its_equation(name: str, data: st.DataObject) -> None:
    values = data.draw(arguments(name))
    theory = data.draw(theories(name, plausible=data.draw(st.booleans())))
    symbols = {PARAMETERS[p].symbol: getattr(theory, p) for p in parameters_of(name)}
    persons = name.startswith("troops.") or name == "diplomacy.violation"
    scale = max(1.0, *map(abs, values.values())) if persons else 1.0  # differences lose digits
    np.testing.assert_allclose(
        apply(name, values, theory),
        EQUATIONS[name](symbols, **values),
        rtol=1e-11,
        atol=1e-13 * scale,
    )
