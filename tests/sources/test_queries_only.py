"""What may be posted to GraphQL: documents that only read."""

import json

import pytest
from graphql import GraphQLError, OperationType, parse
from hypothesis import given
from hypothesis import strategies as st

from sources.queries_only import is_query, is_query_body

READS = [
    pytest.param("{ viewer { id } }", id="shorthand"),
    pytest.param("query { a }", id="anonymous"),
    pytest.param("query mutationLike { mutation subscription }", id="fields-named-like-writes"),
    pytest.param("query A($x: T = {y: [1, {z: 2}]}) @d(a: {b: 1}) { a }", id="braces-in-header"),
    pytest.param("query A { a } fragment F on T { b } query B { c }", id="fragments"),
    pytest.param('{ a(t: "} mutation { x }") }', id="write-in-a-string"),
    pytest.param('{ a(t: """} mutation { " \\""" x }""") }', id="write-in-a-block-string"),
    pytest.param("{ a } # } mutation { x }", id="write-in-a-comment"),
]
WRITES = [
    pytest.param("mutation { addLabel { id } }", id="mutation"),
    pytest.param("subscription { a }", id="subscription"),
    pytest.param("query A { a } mutation B { b }", id="mutation-after-a-query"),
    pytest.param("# { \nmutation { a }", id="mutation-after-a-comment"),
    pytest.param("\ufeff , mutation { a }", id="mutation-after-what-is-ignored"),
    pytest.param('{ a(t: "\\\\") } mutation { b } #"', id="mutation-after-an-escape"),
    pytest.param('{ a(t: """\\"""""") } mutation { b } #"""', id="mutation-after-a-block-string"),
    pytest.param("fragment F on T { b }", id="no-operation"),
    pytest.param("type A { b: C }", id="definition"),
    pytest.param("{ a } }", id="unbalanced"),
    pytest.param("{ a ", id="unfinished"),
    pytest.param('{ a(t: "b) }', id="unfinished-string"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("document", READS)
def test_a_query_may_be_sent(document: str) -> None:
    """Words and braces in strings, comments and names do not make a query a write."""
    assert is_query(document)


@pytest.mark.parametrize("document", WRITES)
def test_whatever_could_write_may_not(document: str) -> None:
    """One operation that is no query, or a document that does not end, is refused."""
    assert not is_query(document)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"query": "{a}", "query": "mutation {a}"}', id="key-twice"),
        pytest.param(b'[{"query": "{a}"}]', id="batch"),
        pytest.param(b'{"query": "{a}", "extensions": {"persistedQuery": {}}}', id="unknown-key"),
        pytest.param(b'{"query": 1}', id="no-text"),
        pytest.param(b"query=mutation", id="form"),
        pytest.param(None, id="nothing"),
    ],
)
def test_a_body_must_be_one_plain_request(body: bytes | None) -> None:
    """A second key, a batch or a persisted query could stand for something else."""
    assert not is_query_body(body)


@given(
    st.lists(
        st.sampled_from(
            ["query A { a }", "{ a }", "mutation { a }", "subscription B { b }", '{ a(t: "',
             '") }', '{ a(t: """', '""") }', "\\", '"', "#", "\n", "fragment F on T { b }", "}",
             "{", "query"]
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip
def test_no_document_that_parses_as_a_write_passes(document: str) -> None:
    """Whatever GraphQL's own parser finds to hold another operation than a query is refused."""
    try:
        definitions = parse(document).definitions
    except GraphQLError:
        return
    operations = {getattr(node, "operation", None) for node in definitions} - {None}
    assert is_query(document) == (operations == {OperationType.QUERY})
    assert is_query_body(json.dumps({"query": document})) == is_query(document)
