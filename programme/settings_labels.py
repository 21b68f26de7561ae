"""``[labels.*]`` of config.toml, with its defaults; docs/labels.md shows them by example."""

from pydantic import model_validator

from programme.settings_section import Section
from programme.values import Days, Ratio, Switch


class LabelTypes(Section):
    """Labels that make an issue a record, or a closing no finish."""

    risk: tuple[str, ...] = ("risk", "type::risk")
    issue_problem: tuple[str, ...] = ("issue::problem", "blocker")
    decision: tuple[str, ...] = ("decision::sponsor",)
    achievement: tuple[str, ...] = ("achievement",)
    learning: tuple[str, ...] = ("learning", "retro::learning")
    not_done: tuple[str, ...] = ("wontfix", "duplicate", "invalid", "resolution::wont-do")


class LabelStarted(Section):
    """Labels that say work has begun; an empty list means that no start signal is configured."""

    any_of: tuple[str, ...] = ("status::in-progress", "in progress", "doing")


class LabelStates(Section):
    """Labels that say in which state work is: every one of these scopes, and those listed."""

    scopes: tuple[str, ...] = ("status", "workflow")
    any_of: tuple[str, ...] = ()


class LabelBlocked(Section):
    """Labels that say that work cannot go on."""

    any_of: tuple[str, ...] = ("blocked", "status::blocked", "workflow::blocked")


class LabelWaiting(Section):
    """Labels that say that nobody works on it for now, though nothing blocks it."""

    any_of: tuple[str, ...] = (
        "waiting",
        "on hold",
        "status::waiting",
        "status::on-hold",
        "workflow::waiting",
        "workflow::on-hold",
    )


class LabelFields(Section):
    """Which of a forge's own fields are read as labels; none unless asked for."""

    type: Switch = False
    # Name of a single-select field of GitHub Projects; empty = none.
    status: str = ""
    health: Switch = False

    @property
    def any(self) -> bool:
        """Whether any is asked for."""
        return self.type or bool(self.status) or self.health


class RiskLevel(Section):
    """What one ``risk::level`` label stands for."""

    probability: Ratio
    impact_days: Days


class LabelTreatment(Section):
    """Words for what is done about a risk."""

    values: tuple[str, ...] = ("avoid", "reduce", "transfer", "accept")


class LabelOwnerRole(Section):
    """Scope of the label that names the role dealing with a risk."""

    prefix: str = "owner-role"


class Labels(Section):
    """``[labels.*]``: a team's own labels. Tables merge with the defaults by key, lists replace."""

    type: LabelTypes = LabelTypes()
    fields: LabelFields = LabelFields()
    started: LabelStarted = LabelStarted()
    states: LabelStates = LabelStates()
    blocked: LabelBlocked = LabelBlocked()
    waiting: LabelWaiting = LabelWaiting()
    probability: dict[str, Ratio] = {}
    impact_days: dict[str, Days] = {}
    risk_level: dict[str, RiskLevel] = {}
    risk_category: dict[str, tuple[str, ...]] = {}
    proximity: dict[str, Days] = {}
    treatment: LabelTreatment = LabelTreatment()
    owner_role: LabelOwnerRole = LabelOwnerRole()

    @model_validator(mode="before")
    @classmethod
    def _merge_defaults(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        merged = dict(data)
        for table, defaults in _LABEL_DEFAULTS.items():
            given = merged.get(table, {})
            if isinstance(given, dict):
                merged[table] = {**defaults, **given}
        return merged


_LABEL_DEFAULTS: dict[str, dict[str, object]] = {
    # Midpoints of the bands 0-10-30-50-80-100 %.
    "probability": {"very-low": 0.05, "low": 0.20, "medium": 0.40, "high": 0.65, "very-high": 0.90},
    # Calendar days to the increment a risk threatens.
    "impact_days": {"very-low": 2, "low": 7, "medium": 14, "high": 30, "very-high": 60},
    "risk_level": {
        "low": {"probability": 0.20, "impact_days": 7},
        "medium": {"probability": 0.40, "impact_days": 14},
        "high": {"probability": 0.65, "impact_days": 30},
        "critical": {"probability": 0.90, "impact_days": 60},
    },
    "risk_category": {
        name: (f"risk-category::{name}",)
        for name in ("security", "data-protection", "supplier", "people", "technology", "finance")
    },
    "proximity": {"within-4-weeks": 4, "within-12-weeks": 12, "later": 52},
}
