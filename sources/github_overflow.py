"""What a page of issues leaves over: labels and timelines that are longer than it shows."""

from typing import Any, Final

import github

from programme.settings_sources import GithubSource
from sources import fields, github_query
from sources import github_answers as answers
from sources.github_client import query
from sources.github_optional import Wanted
from sources.github_query import Rest

_AT_ONCE: Final = 50


def follow_up(
    client: github.Github,
    source: GithubSource,
    nodes: list[dict[str, Any] | None],
    optional: tuple[str, ...],
    wanted: Wanted,
) -> None:
    """Read the labels and timelines that go on, many issues a request; None for what is hidden."""
    # By their places: an issue that comes twice has two.
    waiting = [
        (place, rest)
        for place, node in enumerate(nodes)
        if node is not None and (rest := _rest(node))
    ]
    size = _AT_ONCE
    while waiting:
        batch = waiting[:size]
        document, variables = github_query.rest([rest for _, rest in batch], optional, wanted)
        answer = query(client, document, {**answers.names(source), **variables})
        if answer.kinds & answers.TOO_MUCH:
            size = answers.halved(len(batch), source)
            continue
        del waiting[: len(batch)]
        repository = answers.repository_of(answer, source)
        if "" in answer.kinds:
            raise answers.cannot_answer(source)
        spoilt = {
            str(error["path"][1]) for error in answer.errors if len(error.get("path") or ()) > 1
        }
        for number, (place, asked) in enumerate(batch):
            more = fields.table(repository, f"i{number}")
            node = nodes[place]
            if not more or node is None or f"i{number}" in spoilt:
                nodes[place] = None
                continue
            for name in ("labels", "timelineItems"):
                if name in more:
                    fields.rows(node[name], "nodes").extend(fields.rows(more[name], "nodes"))
                    node[name]["pageInfo"] = more[name]["pageInfo"]
            goes_on = _rest(node)
            if goes_on == asked:
                raise ValueError("pages go round in a circle")
            if goes_on:
                waiting.append((place, goes_on))


def _rest(node: dict[str, Any]) -> Rest | None:
    labels, events = (
        answers.goes_on_after(fields.table(node, name)) for name in ("labels", "timelineItems")
    )
    if labels is None and events is None:
        return None
    return Rest(fields.number(node, "number"), labels, events)
