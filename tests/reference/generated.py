"""Programmes made up from a seed, to try the tables where real histories are tame.

Each is a configuration and recorded folders in either forge's form, with events that tie, that are
missing, or that name a label or a milestone as it was called once; with reopenings, items moved
and dropped, risks that grow, shrink and come true, and weeks in which the clocks change. Some have
quiet periods, increments that wait for one another or for a gate, and issues that are blocked.
"""

import json
import random
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONES = ("Europe/London", "America/St_Johns", "Pacific/Auckland")
# fmt: off
TITLES = ("Pay online", "Book a visit", "Backlog", "Tell us once")
WORK_LABELS = (
    "doing", "In Progress", "wontfix", "bug", "status::in-progress", "Status: In Review", "blocked",
    "workflow/Blocked", "on_hold", "status::waiting", "Testing",
)
RENAMED = {
    "bug": "Bug", "doing": "Doing", "wontfix": "invalid", "risk::odd": "risk::low",
    "Status: In Review": "status::review",
}
SIZE_LABELS = ("points::3", "Points: 0.5", "points::0.1", "points/8", "points::large", "points::0")
WEIGHTS = (None, 0, 1, 2, 3, 5, 8)
SIZES = ("", "", "weight", "label:points::*", "label: Points : *", "field:Estimate")
CALENDARS = (
    "",
    "",
    'country = "GB", subdivision = "ENG", working_days = true',
    'country = "GB", subdivision = "NIR", working_days = true',
    'country = "NZ", working_days = true',
    'country = "GB", subdivision = "SCT"',
)
RECORD_LABELS = ("decision::sponsor", "achievement", "learning")
#: Put together by chance; values that differ within one are read otherwise than the first of them.
LINES = (
    "Outcome: People pay at once", "- **Who benefits**: 40 carers\r\nOutcome: Nobody waits",
    "Demo: https://show.example/pay?t=1.", "Demo: http://show.example",
    "Demo: https://show.example/2020-01-01 on 4 March 2025",
    "* demo: show and tell, 2025-04-05", "Needed by: 2025-03-04", "NEEDED BY: 4 Dec 2025 at noon",
    "Needed by: 04/12/2025", "Needed by: 2025-03-04 or 2025-03-05",
    "Needed by:\nNeeded by: 9 June 2025",
    "What happened: It failed", "What we learned: More tests", "What we changed: We test",
    "Owner: nobody", "Outcome", "What we changed: ", "", "Who benefits: All",
)
RISK_LABELS = (
    "risk", "Risk :: High", "risk::medium", "risk::critical", "risk::odd", "probability::35%",
    "probability::high", "likelihood::low", "chance::2", "probability::150%", "impact::high",
    "impact::3", "severity::1", "severity::low", "consequence: very_high", "impact-days::15",
    "impact-days::2.5", "impact-gbp::50k", "impact-gbp::1200", "outcome::happened",
    "risk-category::security", "proximity::within-4-weeks", "treatment::accept",
    "owner-role::head-of-digital", "likelihood=moderate", "impact/Very High",
    "actual-days::5",
)
# fmt: on


@dataclass
class Plan:
    """A milestone of one source, with all that happens to it in its life."""

    id: int
    number: int
    created_at: datetime
    titles: list[tuple[datetime, str]]
    dues: list[tuple[datetime, date | None]]
    closings: list[tuple[datetime, bool]]
    gone_at: datetime | None
    starts_on: date | None

    def title(self, at: datetime) -> str:
        """Return its title at an instant."""
        return [title for since, title in self.titles if since <= at][-1]


@dataclass
class Recorder:
    """A source that is being made up."""

    dice: random.Random
    gitlab: bool
    name: str
    zone: ZoneInfo
    begin: datetime
    as_of: datetime
    renamed_at: datetime
    increments: str = "milestones"
    plans: list[Plan] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def moment(self, since: datetime) -> datetime:
        """Return a random instant from then on; now and then a local Monday's 00:00."""
        span = int((self.as_of - since).total_seconds())
        at = since + timedelta(seconds=self.dice.randint(0, max(span, 0)))
        if self.dice.random() < 0.15:
            day = at.astimezone(self.zone).date()
            monday = day - timedelta(days=day.weekday())
            edge = datetime.combine(monday, time(), self.zone).astimezone(UTC)
            at = edge - timedelta(seconds=self.dice.choice([0, 0, 1]))
        return min(max(at, since), self.as_of)


def write_programme(folder: Path, seed: int) -> Path:
    """Write a programme's folders and its configuration.

    Args:
        folder: An empty one.
        seed: The same seed makes the same programme.

    Returns:
        The configuration's path.
    """
    dice = random.Random(seed)
    # What came later has dice of its own, so that a seed still makes what it made before.
    more = random.Random(f"more of {seed}")
    zone_name = dice.choice(ZONES)
    zone = ZoneInfo(zone_name)
    started_on = date(dice.choice([2010, 2024, 2025]), dice.randint(1, 12), dice.randint(1, 28))
    begin = datetime.combine(started_on, time(9), zone).astimezone(UTC) - timedelta(days=30)
    as_of = begin + timedelta(days=dice.randint(100, 400), seconds=dice.randint(0, 86399))
    if dice.random() < 0.3:
        day = as_of.astimezone(zone).date()
        monday = day - timedelta(days=day.weekday())
        as_of = datetime.combine(monday, time(), zone).astimezone(UTC)
    text = (
        f'[programme]\nname = "Seed {seed}"\noutcome = "It works."\nsro_role = "Director"\n'
        f'started_on = {started_on}\ntime_zone = "{zone_name}"\nas_of = {_text(as_of)}\n'
    )
    for place in range(dice.randint(1, 3)):
        register = place == 2 and dice.random() < 0.5
        names = [f"p{place}-{letter}" for letter in "ab"[: dice.choice([1, 1, 2])]]
        increments = dice.choice(["milestones", "milestones", "parents", "iterations"])
        for name in names:
            renamed_at = begin + (as_of - begin) * dice.random()
            gitlab = dice.random() < 0.4
            source = Recorder(dice, gitlab, name, zone, begin, as_of, renamed_at, increments)
            _fill(source)
            _write(folder / name, source)
            if gitlab:
                _json(folder / name / "issue_links.json", _links(more, source))
        sources = ", ".join(f'{{ kind = "recorded", path = "{name}" }}' for name in names)
        text += f'[[projects]]\nname = "Project {place}"\nsources = [{sources}]\n'
        text += 'kind = "risk-register"\n' if register else ""
        text += f'[projects.increments]\nfrom = "{increments}"\nignore = ["Backlog"]\n'
        text += f"blocked_by = {more.choice(['true', 'true', 'false'])}\n"
        text += "[projects.baselines]\n"
        text += _baselines(dice, started_on)
        text += _expected(dice, as_of.date())
        text += _order(seed + place)
        text += _gates(more, as_of.date())
    text += "[risk.tolerance]\ntotal_days = 30\n" if dice.random() < 0.5 else ""
    text += "[labels.started]\nany_of = []\n" if dice.random() < 0.2 else ""
    text += '[labels.states]\nany_of = ["testing", "blocked"]\n' if dice.random() < 0.5 else ""
    text += '[labels.waiting]\nany_of = ["status::in-review"]\n' if dice.random() < 0.2 else ""
    text += "[increments]\nmax_items = 2\n"
    text += f'[measures]\nsize = "{size}"\n' if (size := dice.choice(SIZES)) else ""
    calendar = dice.choice(CALENDARS).replace(", ", "\n")
    text += f"[calendar]\n{calendar}\n" if calendar else ""
    text += _quiet(more, as_of.date())
    config = folder / "config.toml"
    config.write_text(text, encoding="utf-8")
    return config


def _baselines(dice: random.Random, started_on: date) -> str:
    first = started_on + timedelta(days=dice.randint(30, 200))
    again = started_on + timedelta(days=dice.randint(60, 260))
    agreed = [started_on + timedelta(days=days) for days in (dice.randint(-20, 40), 90)]
    role = 'role = "Director", reason = "A plan"'
    listed = (
        f'"Book a visit" = [ {{ date = {first}, agreed_on = {agreed[0]}, {role} }}, '
        f"{{ date = {again}, agreed_on = {agreed[1]}, {role} }} ]\n"
    )
    return dice.choice(["", f'"Pay online" = {first}\n', listed])


def _expected(dice: random.Random, today: date) -> str:
    if dice.random() < 0.5:
        return ""
    days = [today + timedelta(days=dice.randint(-20, 40)) for _ in range(2)]
    return (
        f'[projects.expected_items]\n"Pay online" = {dice.randint(1, 20)}\n'
        f'"Book a visit" = {{ items = {dice.randint(1, 20)}, refined_on = {days[0]} }}\n'
        f'"Tell us once" = {{ refined_on = {days[1]} }}\n'
        f'"Sprint 3" = {{ refined_on = {days[1]} }}\n"Old" = 9\n'
    )


def _order(seed: int) -> str:
    return (
        "",
        '[projects.order]\n"Pay online" = ["Book a visit", "Tell us once"]\n',
        '[projects.order]\n"Book a visit" = ["Pay online"]\n"Sprint 3" = ["Sprint 5"]\n',
    )[seed % 3]


def _gates(dice: random.Random, today: date) -> str:
    """Write gates of two increments: one day, and several, some of which may have passed."""
    if dice.random() < 0.5:
        return ""
    days = [today + timedelta(days=dice.randint(-30, 200)) for _ in range(4)]
    listed = ", ".join(str(day) for day in days[1:])
    return f'[projects.gates]\n"Pay online" = {days[0]}\n"Tell us once" = [{listed}]\n'


def _quiet(dice: random.Random, today: date) -> str:
    """Write quiet periods of the past and the coming weeks; some meet."""
    text = ""
    for number in range(dice.choice([0, 0, 3])):
        first = today + timedelta(days=dice.randint(-200, 100))
        last = first + timedelta(days=dice.randint(0, 40))
        text += f'[[calendar.quiet]]\nname = "Quiet {number}"\nfrom = {first}\nto = {last}\n'
        text += f"pace = {dice.choice([0, 0.25, 0.333])}\n"
    return text


def _links(dice: random.Random, source: Recorder) -> dict[str, list[dict[str, Any]]]:
    """Let some issues wait for others, as the answers of GitLab tell it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for place in range(dice.choice([0, 30, 150])):
        one, other = dice.sample(source.issues, 2)
        found.setdefault(str(one["iid"]), []).append(
            {
                "id": other["id"],
                "iid": other["iid"],
                "issue_link_id": place + 1,
                "link_type": dice.choice(["is_blocked_by", "is_blocked_by", "relates_to"]),
                "link_created_at": _text(source.as_of),
                "references": {"full": f"team/{source.name}#{other['iid']}"},
                "web_url": other["web_url"],
            }
        )
    return found


def _fill(source: Recorder) -> None:
    dice = source.dice
    for number, title in enumerate(TITLES[: dice.randint(1, 4)], 1):
        created_at = source.begin + timedelta(hours=number)
        titles = [(created_at, title)]
        if dice.random() < 0.3:
            titles = [(created_at, f"Old {title}"), (source.moment(created_at), title)]
        dues: list[tuple[datetime, date | None]] = [(created_at, None)]
        for at in sorted(source.moment(created_at) for _ in range(dice.randint(0, 4))):
            day = source.begin.date() + timedelta(days=dice.randint(20, 400))
            dues.append((at, None if dice.random() < 0.1 else day))
        closings = [(created_at, False)]
        if dice.random() < 0.4:
            closings.append((source.moment(source.begin + timedelta(days=60)), True))
            if dice.random() < 0.2:
                closings += [(source.moment(closings[-1][0]), False)]
                closings += [(source.moment(closings[-1][0]), True)]
        gone_at = source.moment(source.begin) if dice.random() < 0.1 else None
        starts_on = source.begin.date() + timedelta(days=dice.randint(0, 50))
        plan = Plan(7000 + number, number, created_at, titles, dues, closings, gone_at, starts_on)
        source.plans.append(plan)
    count = dice.randint(10, 45)
    for number in range(1, count):
        _live(source, number)
    # Some are busy enough for what needs 20 finished items.
    for number in range(count, count + dice.choice([0, 0, 40])):
        _flow(source, number)
    if dice.random() < 0.1:
        source.events = []


def _live(source: Recorder, number: int) -> None:
    """Let one issue live from its creation to the end."""
    dice = source.dice
    created_at = source.moment(source.begin)
    kind = dice.choices(["work", "risk", "record"], [6, 3, 1])[0]
    pools = {
        "work": (*WORK_LABELS, *SIZE_LABELS),
        "risk": RISK_LABELS,
        "record": (*RECORD_LABELS, "doing"),
    }
    pool = pools[kind]
    if dice.random() < 0.1:
        pool = (*WORK_LABELS, *RISK_LABELS)
    labels: set[str] = set(dice.sample(pool, dice.randint(0, min(3, len(pool)))))
    if kind == "risk":
        labels.add("risk")
    plans = [plan for plan in source.plans if plan.gone_at is None]
    plan = dice.choice([None, *plans])
    closed_at: datetime | None = None
    reason: str | None = None
    at, updated_at = created_at, created_at
    # Labels and milestone of the first hour have events, or were there from the start.
    if dice.random() < 0.5:
        for label in sorted(labels):
            _event(source, number, at, "labeled", label=label)
        if plan:
            _event(source, number, at, "milestoned", plan=plan)
    for _ in range(dice.randint(0, 7)):
        at = at if dice.random() < 0.2 else source.moment(at)
        if dice.random() < 0.6:
            at = min(at, created_at + (source.as_of - created_at) * dice.random() + timedelta(0))
            at = max(at.replace(microsecond=0), updated_at)
        updated_at = at
        deed = dice.choices(["label", "state", "milestone"], [4, 4, 2])[0]
        if deed == "label":
            label = dice.choice(pool)
            _event(source, number, at, "unlabeled" if label in labels else "labeled", label=label)
            labels ^= {label}
        elif deed == "milestone":
            other = dice.choice([None, *plans])
            if other is not plan:
                if plan:
                    _event(source, number, at, "demilestoned", plan=plan)
                if other:
                    _event(source, number, at, "milestoned", plan=other)
                plan = other
        elif closed_at is None:
            reason = dice.choice(["completed", "completed", "completed", "not_planned", None])
            told = dice.choice([reason, None])
            _event(source, number, at, "closed", reason=told)
            closed_at = at
        else:
            _event(source, number, at, "reopened")
            closed_at = None
    source.issues.append(
        _issue(source, number, created_at, updated_at, closed_at, reason, labels, plan)
    )


def _flow(source: Recorder, number: int) -> None:
    """Let one issue go from its start to its finish of late, held up at times."""
    dice = source.dice
    created_at = max(source.begin, source.as_of - timedelta(days=dice.randint(20, 200)))
    at = created_at.replace(microsecond=0)
    labels: set[str] = set()
    for label in ("doing", *dice.choices(("blocked", "Status: In Review", "on_hold"), k=4)):
        at = min(at + timedelta(minutes=dice.randint(0, 5000)), source.as_of)
        _event(source, number, at, "unlabeled" if label in labels else "labeled", label=label)
        labels ^= {label}
    closed_at = None
    if dice.random() < 0.9:
        closed_at = at = min(at + timedelta(minutes=dice.randint(0, 5000)), source.as_of)
        _event(source, number, at, "closed", reason="completed")
    issue = _issue(source, number, created_at, at, closed_at, "completed", labels, None)
    source.issues.append(issue)


def _event(
    source: Recorder,
    number: int,
    at: datetime,
    kind: str,
    *,
    label: str = "",
    plan: Plan | None = None,
    reason: str | None = None,
) -> None:
    dice = source.dice
    if dice.random() < 0.05:
        return  # the forge has no event for what happened
    raw: dict[str, Any] = {"issue": number, "kind": kind, "at": at, "reason": reason}
    if label:
        raw["label"] = label if at < source.renamed_at else RENAMED.get(label, label)
    if plan:
        raw["plan"], raw["title"] = plan, plan.title(max(at, plan.created_at))
    source.events.append(raw)


def _issue(
    source: Recorder,
    number: int,
    created_at: datetime,
    updated_at: datetime,
    closed_at: datetime | None,
    reason: str | None,
    labels: set[str],
    plan: Plan | None,
) -> dict[str, Any]:
    dice = source.dice
    names = sorted(RENAMED.get(label, label) for label in labels)
    common = {
        "id": 100_000 + number,
        "title": f"Piece {number}",
        "created_at": _text(created_at),
        "updated_at": _text(updated_at),
        "closed_at": _text(closed_at) if closed_at else None,
    }
    milestone = _milestone(source, plan, source.as_of) if plan else None
    iteration = _live_in_iterations(source, number, created_at, updated_at)
    if source.gitlab:
        address = f"https://gitlab.example.org/team/{source.name}/-/issues/{number}"
        return {
            **common,
            "iid": number,
            "state": "closed" if closed_at else "opened",
            "labels": names,
            "milestone": milestone,
            "iteration": iteration,
            "description": _description(address),
            "epic": _epic(source, dice.randint(1, 3)) if dice.random() < 0.6 else None,
            "weight": WEIGHTS[zlib.crc32(address.encode()) % len(WEIGHTS)],
            "web_url": address,
        }
    return {
        **common,
        "number": number,
        "state": "closed" if closed_at else "open",
        "state_reason": reason if closed_at else None,
        "labels": [{"id": _label_id(name), "name": name} for name in names],
        "milestone": milestone,
        "parent_issue_url": _parent(source, number),
        "html_url": f"https://github.com/team/{source.name}/issues/{number}",
        "body": _description(f"{source.name} {number}"),
    }


def _description(seed: str) -> str:
    """Write a description; its dice are its own, so that a seed still makes what it made before."""
    dice = random.Random(seed)
    return "\n".join(dice.choices(LINES, k=dice.randint(0, 6)))


def _parent(source: Recorder, number: int) -> str | None:
    """Give some issues one of the first five as their parent."""
    parent = source.dice.randint(1, 5)
    if source.increments != "parents" or parent == number or source.dice.random() < 0.4:
        return None
    return f"https://api.github.com/repos/team/{source.name}/issues/{parent}"


def _epic(source: Recorder, number: int) -> dict[str, Any]:
    """Give an epic as an issue tells of it."""
    title = ("Book a visit", "Backlog", f"Epic of {source.name}")[number - 1]
    return {"id": 600 + number, "iid": number, "title": title, "url": "/groups/team/-/epics/1"}


def _epics(source: Recorder) -> list[dict[str, Any]]:
    """Give epics as their list tells of them."""
    dice, found = source.dice, []
    for number in (1, 2, 3, 4)[: dice.randint(0, 4)]:
        epic = _epic(source, number) if number < 4 else {"id": 700, "title": "Of others"}
        closed = source.moment(source.begin) if dice.random() < 0.3 else None
        due = source.begin.date() + timedelta(days=dice.randint(20, 400))
        told = {
            "state": "closed" if closed else "opened",
            "start_date": source.begin.date().isoformat() if dice.random() < 0.5 else None,
            "due_date": due.isoformat() if dice.random() < 0.8 else None,
            "created_at": _text(source.begin),
            "updated_at": _text(source.as_of),
            "closed_at": _text(closed) if closed else None,
            "web_url": f"https://gitlab.example.org/groups/team/-/epics/{number}",
        }
        found.append({**epic, **told})
    return found


def _iteration(source: Recorder, number: int) -> dict[str, Any]:
    """Give an iteration; the even ones have no title."""
    start = source.begin.date() + timedelta(days=28 * (number - 1))
    return {
        "id": 800 + number,
        "iid": number,
        "title": f"Sprint {number}" if number % 2 else None,
        "state": 2,
        "start_date": start.isoformat(),
        "due_date": (start + timedelta(days=27)).isoformat(),
        "created_at": _text(source.begin),
        "updated_at": _text(source.begin),
        "web_url": f"https://gitlab.example.org/groups/team/-/iterations/{800 + number}",
    }


def _live_in_iterations(
    source: Recorder, number: int, created_at: datetime, updated_at: datetime
) -> dict[str, Any] | None:
    """Let one issue pass through iterations, and return the one that it is in at the end."""
    dice = source.dice
    if source.increments != "iterations" or not source.gitlab:
        return None
    held: int | None = dice.choice([None, 1, 2])
    for _ in range(dice.randint(0, 3)):
        span = int((updated_at - created_at).total_seconds())
        at = created_at + timedelta(seconds=dice.randint(0, span))
        last = [e["at"] for e in source.events if e["issue"] == number and "iteration" in e]
        at = max([at, *last])
        other = dice.choice([None, 1, 2, 3, 4])
        for kind, thing in (("deiterated", held), ("iterated", other)):
            if thing and other != held and dice.random() > 0.05:
                told = {"issue": number, "kind": kind, "at": at, "reason": None}
                source.events.append({**told, "iteration": _iteration(source, thing)})
        held = other
    return _iteration(source, held) if held else None


def _milestone(source: Recorder, plan: Plan, at: datetime) -> dict[str, Any]:
    """Give a milestone as a look at an instant shows it."""
    due_on = [due for since, due in plan.dues if since <= at][-1]
    closed_at, closed = [closing for closing in plan.closings if closing[0] <= at][-1]
    changes = [since for since, *_ in (*plan.titles, *plan.dues, *plan.closings) if since <= at]
    common = {
        "id": plan.id,
        "title": plan.title(at),
        # What a milestone says of itself changes when it is closed.
        "description": _description(f"{source.name} {plan.id} {closed}"),
        "created_at": _text(plan.created_at),
        "updated_at": _text(max(changes)),
    }
    if source.gitlab:
        return {
            **common,
            "iid": plan.number,
            "state": "closed" if closed else "active",
            "due_date": due_on and due_on.isoformat(),
            "start_date": plan.starts_on and plan.starts_on.isoformat(),
            "web_url": f"https://gitlab.example.org/team/{source.name}/-/milestones/{plan.number}",
        }
    midnight = datetime.combine(due_on, time(), source.zone) if due_on else None
    return {
        **common,
        "number": plan.number,
        "state": "closed" if closed else "open",
        "due_on": _text(midnight) if midnight else None,
        "closed_at": _text(closed_at) if closed else None,
        "open_issues": 0,
        "closed_issues": 0,
        "html_url": f"https://github.com/team/{source.name}/milestone/{plan.number}",
    }


def _write(folder: Path, source: Recorder) -> None:
    folder.mkdir()
    dice = source.dice
    looks = sorted({source.moment(source.begin) for _ in range(dice.choice([0, 3, 12]))})
    lines = [
        json.dumps({"observed_at": _text(at), "milestones": _look(source, at)})
        for at in looks
        if at < source.as_of
    ]
    _json(folder / "issues.json", source.issues)
    _json(folder / "milestones.json", _look(source, source.as_of))
    if lines:
        (folder / "observations.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    events = sorted(source.events, key=lambda event: event["at"])
    # Ids grow with time, but not always in the order of what happened at once.
    dice.shuffle(events)
    events.sort(key=lambda event: event["at"])
    if source.gitlab:
        _write_gitlab_events(folder, events)
        if dice.random() < 0.7:
            _json(folder / "epics.json", _epics(source))
            _json(folder / "iterations.json", [_iteration(source, n) for n in range(1, 7)])
    elif events:
        _json(folder / "events.json", [_github(n, event) for n, event in enumerate(events, 1)])


def _look(source: Recorder, at: datetime) -> list[dict[str, Any]]:
    return [
        _milestone(source, plan, at)
        for plan in source.plans
        if plan.created_at <= at and (plan.gone_at is None or at < plan.gone_at)
    ]


def _github(order: int, event: dict[str, Any]) -> dict[str, Any]:
    raw = {
        "id": order,
        "event": event["kind"],
        "created_at": _text(event["at"]),
        "issue": {"number": event["issue"]},
    }
    if "label" in event:
        raw["label"] = {"name": event["label"]}
    if "title" in event:
        raw["milestone"] = {"title": event["title"]}
    if event["reason"]:
        raw["state_reason"] = event["reason"]
    return raw


def _write_gitlab_events(folder: Path, events: list[dict[str, Any]]) -> None:
    files: dict[str, dict[str, list[dict[str, Any]]]] = {
        name: {} for name in ("label", "milestone", "state", "iteration")
    }
    for order, event in enumerate(events, 1):
        raw: dict[str, Any] = {"id": order, "created_at": _text(event["at"])}
        action = "remove" if event["kind"].startswith(("un", "de")) else "add"
        if "label" in event:
            name = RENAMED.get(event["label"], event["label"])
            file = "label"
            raw |= {"action": action, "label": {"id": _label_id(name), "name": event["label"]}}
        elif "iteration" in event:
            file = "iteration"
            raw |= {"action": action, "iteration": event["iteration"]}
        elif "title" in event:
            file = "milestone"
            title = {"id": event["plan"].id, "title": event["title"]}
            raw |= {"action": action, "milestone": title}
        else:
            file = "state"
            raw |= {"state": event["kind"]}
        files[file].setdefault(str(event["issue"]), []).append(raw)
    for file, rows in files.items():
        _json(folder / f"resource_{file}_events.json", rows)


def _label_id(name: str) -> int:
    return zlib.crc32(name.encode())


def _text(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value), encoding="utf-8")
