"""Every rule of domain.md section 7.2, as labels and what they say."""

from decimal import Decimal
from typing import Any

import pytest

from metrics.parts.risk_scores import TWO_VALUES, UNKNOWN_VALUE, Reader, Score
from programme.settings_labels import Labels


def read(*labels: str, **mapping: Any) -> Score:
    """Read labels under a configuration that changes the default one."""
    return Reader(Labels.model_validate(mapping)).score(labels)


def number(text: str | None) -> Decimal | None:
    """Return an exact number."""
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("labels", "probability", "impact_days", "exposure"),
    [
        pytest.param(["probability::high", "impact::high"], "0.65", "30", "19.5", id="pair"),
        pytest.param(["probability::low", "impact::very-high"], "0.2", "60", "12", id="pair-2"),
        pytest.param(["risk::medium"], "0.4", "14", "5.6", id="level"),
        pytest.param(["risk::critical"], "0.9", "60", "54", id="level-critical"),
        pytest.param(["risk::moderate"], "0.4", "14", "5.6", id="level-synonym"),
        pytest.param(["risk::very-high"], "0.9", "60", "54", id="level-synonym-critical"),
        pytest.param(["probability::35%", "impact-days::15"], "0.35", "15", "5.25", id="numbers"),
        pytest.param(["Likelihood: Almost certain", "consequence/moderate"], "0.9", "14", "12.6",
                     id="synonyms-separators-capitals"),
        pytest.param(["chance = critical", "severity :: critical"], "0.9", "60", "54",
                     id="synonyms-spaces"),
        pytest.param(["  PROBABILITY::Very_High ", "impact:very  high"], "0.9", "60", "54",
                     id="underscore-and-gap"),
        pytest.param(["probability::1", "impact::5"], "0.05", "60", "3", id="bare-digits"),
        pytest.param(["likelihood::5", "consequence::1"], "0.9", "2", "1.8",
                     id="bare-digits-synonyms"),
        pytest.param(["probability::high", "severity::1"], "0.65", None, None,
                     id="severity-digit-is-never-read"),
        pytest.param(["probability::high"], "0.65", None, None, id="one-part-is-unsized"),
        pytest.param(["impact::high"], None, "30", None, id="other-part-is-unsized"),
        pytest.param(["risk"], None, None, None, id="bare-risk-is-unsized"),
        pytest.param([], None, None, None, id="no-label"),
        pytest.param(["probability::35%", "probability::high", "impact::low"], "0.35", "7", "2.45",
                     id="number-before-band"),
        pytest.param(["impact-days::3", "impact::high", "risk::high"], "0.65", "3", "1.95",
                     id="each-part-on-its-own"),
        pytest.param(["probability::low", "risk::critical"], "0.2", "60", "12",
                     id="band-before-level-other-part-from-level"),
        pytest.param(["probability::low", "chance::high", "impact::low"], "0.65", "7", "4.55",
                     id="two-values-the-higher"),
        pytest.param(["probability::10%", "probability::9%", "impact-days::9", "impact-days::10"],
                     "0.1", "10", "1", id="two-numbers-by-size-not-by-text"),
        pytest.param(["risk::low", "risk::high"], "0.65", "30", "19.5", id="two-levels"),
        pytest.param(["probability::huge", "impact::high"], None, "30", None, id="unknown-word"),
        pytest.param(["probability::huge", "risk::high"], None, "30", None,
                     id="unknown-word-is-not-replaced-by-the-level"),
        pytest.param(["probability::huge", "probability::low", "impact::low"], None, "7", None,
                     id="unknown-beside-known-nobody-knows-the-higher"),
        pytest.param(["probability::150%", "impact::low"], None, "7", None, id="over-100-percent"),
        pytest.param(["probability::-1%", "impact::low"], None, "7", None, id="under-0-percent"),
        pytest.param(["probability::0%", "impact::low"], "0", "7", "0", id="0-percent"),
        pytest.param(["probability::100%", "impact::low"], "1", "7", "7", id="100-percent"),
        pytest.param(["probability::12.5 %", "impact-days::2.5 days"], "0.125", "2.5", "0.3125",
                     id="fractions-and-units"),
        pytest.param(["probability::35", "impact::low"], None, "7", None, id="bare-35"),
        pytest.param(["probability::0.35", "impact::low"], None, "7", None, id="bare-fraction"),
        pytest.param(["probability::low", "impact-days::-3"], "0.2", None, None, id="minus-days"),
        pytest.param(["probability::50%", "impact-days::0"], "0.5", "0", "0", id="no-days"),
        pytest.param(["probability::50%", "impact-days::0.5d"], "0.5", "0.5", "0.25",
                     id="half-a-day"),
        pytest.param(["probability::50%", "impact-days::36525 days"], "0.5", "36525", "18262.5",
                     id="a-century"),
        pytest.param(["probability::50%", "impact-days::36526"], "0.5", None, None,
                     id="over-a-century"),
        pytest.param(["probability::low", "impact-days::high"], "0.2", None, None,
                     id="days-need-a-number"),
        pytest.param(["probability::low", "impact-days::99999999999999999999"], "0.2", None, None,
                     id="absurd-days"),
        pytest.param(["probability::", "impact::"], None, None, None, id="empty-values"),
        pytest.param(["probability::٣", "impact::🔥"], None, None, None, id="arabic-digit-emoji"),
        pytest.param(["probability::33.3333333%", "impact-days::1"], "0.333333333", "1", "0.333333",
                     id="six-places"),
        pytest.param(["risk::3", "probability::low"], "0.2", None, None, id="level-reads-no-digit"),
    ],
)  # fmt: skip
def test_probability_and_impact(
    labels: list[str], probability: str | None, impact_days: str | None, exposure: str | None
) -> None:
    """Probability and impact are each read on their own: number, then band, then level."""
    score = read(*labels)

    assert number(probability) == score.probability
    assert number(impact_days) == score.impact_days
    assert number(exposure) == score.exposure_days
    assert (exposure is not None) == score.sized


@pytest.mark.parametrize(
    ("value", "pounds"),
    [
        ("50000", "50000"),
        ("50k", "50000"),
        ("50 K", "50000"),
        ("£1.5m", "1500000"),
        ("£50,000", "50000"),
        ("2bn", "2000000000"),
        ("0", "0"),
        ("100bn", "100000000000"),
        ("100,000,000,001", None),
        ("-5", None),
        ("lots", None),
        ("1e9", None),
        ("999999999999999", None),
    ],
)
def test_pounds(value: str, pounds: str | None) -> None:
    """Pounds take thousands, and never make a risk sized in days."""
    score = read("probability::50%", f"impact-gbp::{value}")

    expected = number(pounds)
    assert expected == score.impact_gbp
    assert (None if expected is None else expected / 2) == score.exposure_gbp
    assert not score.sized


@pytest.mark.parametrize(
    ("labels", "doubts"),
    [
        pytest.param(["probability::high", "impact::high"], [], id="none"),
        pytest.param(["risk", "type::risk"], [], id="the-risk-label-itself-is-no-level"),
        pytest.param(["probability::high", "probability::low"],
                     [(TWO_VALUES, "probability::high and probability::low: the graver counts")],
                     id="two-of-a-kind"),
        pytest.param(["probability::high", "likelihood::high"], [], id="twice-the-same"),
        pytest.param(["probability::high", "probability::35%"], [], id="number-and-band"),
        pytest.param(["risk::low", "risk::high"],
                     [(TWO_VALUES, "risk::high and risk::low: the graver counts")],
                     id="two-levels-one-doubt"),
        pytest.param(["impact::Huge"], [(UNKNOWN_VALUE, "impact::Huge: not a value we know")],
                     id="unknown-as-the-team-wrote-it"),
        pytest.param(["severity::2"], [(UNKNOWN_VALUE, "severity::2: not a value we know")],
                     id="severity-digit"),
        pytest.param(["risk-category::weather"],
                     [(UNKNOWN_VALUE, "risk-category::weather: not a value we know")],
                     id="unknown-category"),
        pytest.param(["risk-category::supplier", "risk-category::security"],
                     [(TWO_VALUES, "risk-category::security and risk-category::supplier: "
                                   "the first counts")],
                     id="two-categories"),
        pytest.param(["treatment::hope"], [(UNKNOWN_VALUE, "treatment::hope: not a value we know")],
                     id="unknown-treatment"),
        pytest.param(["treatment::reduce", "risk-treatment::avoid"],
                     [(TWO_VALUES, "risk-treatment::avoid and treatment::reduce: "
                                   "the first counts")], id="two-treatments"),
        pytest.param(["owner-role::sro", "owner-role::director"],
                     [(TWO_VALUES, "owner-role::director and owner-role::sro: "
                                   "the first counts")], id="two-roles"),
        pytest.param(["owner-role::"], [], id="no-role"),
        pytest.param(["proximity::someday"],
                     [(UNKNOWN_VALUE, "proximity::someday: not a value we know")],
                     id="unknown-nearness"),
        pytest.param(["bug", "P1", "size/XL", "area::risk"], [], id="other-labels-say-nothing"),
    ],
)  # fmt: skip
def test_doubts(labels: list[str], doubts: list[tuple[str, str]]) -> None:
    """What is not known, or not alone, is told with the labels as the team wrote them."""
    assert doubts == [tuple(doubt) for doubt in read(*labels).doubts]


def test_other_parts() -> None:
    """Category, nearness, treatment and role come from their scopes."""
    score = read(
        "Risk-Category: Data protection",
        "proximity::within 4 weeks",
        "risk-treatment::Reduce",
        "owner-role::Head of Digital",
        "outcome::happened",
    )

    assert score.category == "data-protection"
    assert score.proximity_weeks == 4
    assert score.treatment == "reduce"
    assert score.owner_role == "head-of-digital"
    assert score.happened
    assert score.doubts == ()


def test_of_several_the_first_in_the_configurations_order_counts() -> None:
    """Of categories and treatments; of roles, which are not configured, the first by name."""
    score = read(
        "risk-category::supplier", "risk-category::security", "treatment::reduce",
        "treatment::avoid", "owner-role::sro", "owner-role::director",
    )  # fmt: skip

    assert score.category == "security"
    assert score.treatment == next(
        value for value in Labels().treatment.values if value in {"reduce", "avoid"}
    )
    assert score.owner_role == "director"


def test_two_nearnesses_take_the_nearer() -> None:
    """Of two dates at which a risk could hit, the nearer is the graver."""
    score = read("proximity::later", "proximity::within-12-weeks")

    assert score.proximity_weeks == 12
    assert [doubt.check for doubt in score.doubts] == [TWO_VALUES]


def test_a_mapping_of_ones_own() -> None:
    """Tables of the configuration add words, change bands and map a scope's digits."""
    mapping = {
        "probability": {"rare": 0.01, "high": 0.7},
        "impact_days": {"severity::1": 90},
        "risk_category": {"weather": ["storm"]},
    }

    assert read("probability::rare", **mapping).probability == Decimal("0.01")
    assert read("probability::high", **mapping).probability == Decimal("0.7")
    assert read("probability::low", **mapping).probability == Decimal("0.2")
    assert read("severity::1", **mapping).impact_days == 90
    assert read("impact::1", **mapping).impact_days == 2
    assert read("Storm", **mapping).category == "weather"


def test_a_hundred_labels() -> None:
    """An issue with a hundred labels is read like any other."""
    noise = [f"area::{number}" for number in range(98)]

    assert read("probability::high", "impact::high", *noise).exposure_days == Decimal("19.5")
