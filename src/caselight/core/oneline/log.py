"""A line that logs a case: @client, p2 and #type anywhere, the rest is what went wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from caselight.core import text
from caselight.core.choice import fold, nearest
from caselight.core.oneline.draft import Chip, LogDraft
from caselight.core.priority import Priority
from caselight.core.records import loggable, resolve_tag
from caselight.core.refusal import Refusal

TITLE = "What went wrong"
AFTER = ",;:"
SHOWN = 5


class Said(NamedTuple):
    """What one word of the line says: for which field, its value, what its chip shows, or what is wrong with it."""

    field: str
    label: str
    value: Any
    shown: str
    problem: str = ""


def read_log(line: str, *, clients: Sequence[str], defaults: Mapping[str, str]) -> LogDraft:
    """Return the case that a tidy line describes; the first word for a field holds."""
    said = [_said(word, clients) for word in line.split()]
    rest = " ".join(each.shown for each in said if each.field == "title")
    title = rest[:1].upper() + rest[1:]
    tokens = {each.field: each for each in reversed(said) if each.field != "title"}
    given = [
        Chip(tokens[field].label, tokens[field].shown) for field in TOKENS if field in tokens and tokens[field].value
    ]
    labels = {each.label for each in said}
    return LogDraft(
        title=title,
        chips=(
            *given,
            *([Chip(TITLE, title)] if title else []),
            *(Chip(label, value, given=False) for label, value in defaults.items() if label not in labels),
        ),
        problems=(*(each.problem for each in said if each.problem), *_twice(said, tokens), *_too_long(title)),
        missing=() if title else ("Say what went wrong.",),
        **{field: token.value for field, token in tokens.items()},
    )


def client_named(begun: str, clients: Sequence[str]) -> str:
    """Return the one client with a word, or the name run together, that begins so; refuse none and several."""
    keys = {client: [*fold(client).split(), fold(client).replace(" ", "")] for client in clients}
    word = fold(begun).replace(" ", "")
    exact = [client for client, own in keys.items() if word in own]
    found = exact or [client for client, own in keys.items() if any(key.startswith(word) for key in own)]
    if len(found) == 1:
        return found[0]
    typed = text.quoted(f"@{begun}")
    if found:
        more = "" if len(found) <= SHOWN else f" and {len(found) - SHOWN} more"
        raise Refusal(f"{typed} could be {', '.join(found[:SHOWN])}{more}. Type more of the name.")
    near = nearest(word, (key for own in keys.values() for key in own))
    meant = [f"Did you mean {client}?" for client, own in keys.items() if near in own]
    raise Refusal(f"{typed} is no client of yours. {meant[0] if meant else 'Remove the @ if it names none.'}")


def type_named(tag: str) -> tuple[str, str]:
    """Return key and title of the record type that a tag or its beginning names; refuse none and several."""
    record = resolve_tag(tag)
    if record:
        return record.key, record.title
    near = nearest(tag.casefold(), (own for each in loggable() for own in each.tags))
    listed = " ".join(f"#{each.tags[0]}" for each in loggable())
    hint = f"Did you mean #{near}?" if near else f"Types: {listed}."
    raise Refusal(f"{text.quoted(f'#{tag}')} is no type. {hint}")


def _said(word: str, clients: Sequence[str]) -> Said:
    bare = word.rstrip(AFTER)
    for field, (label, pattern, read) in TOKENS.items():
        token = pattern.fullmatch(bare)
        if token:
            try:
                return Said(field, label, *read(token[1], clients))
            except Refusal as refusal:
                return Said(field, label, None, bare, refusal.sentence)
    return Said("title", TITLE, word, word)


def _client(begun: str, clients: Sequence[str]) -> tuple[str, str]:
    return (client_named(begun, clients),) * 2


def _priority(code: str, _: Sequence[str]) -> tuple[Priority, str]:
    priority = Priority.parse(code)
    return priority, priority.label


def _type(tag: str, _: Sequence[str]) -> tuple[str, str]:
    return type_named(tag)


TOKENS: dict[str, tuple[str, re.Pattern[str], Callable[[str, Sequence[str]], tuple[Any, str]]]] = {
    "client": ("Client", re.compile(r"@(.+)"), _client),
    "priority": ("Priority", re.compile(r"([pP][1-4])"), _priority),
    "record_type": ("Type", re.compile(r"#([^\W\d].*)"), _type),
}


def _twice(said: Sequence[Said], first: Mapping[str, Said]) -> list[str]:
    return [
        f"{each.label} is said twice, {first[each.field].shown} and {each.shown}. Keep one."
        for each in said
        if each.field in first and each.value != first[each.field].value
    ]


def _too_long(title: str) -> list[str]:
    over = len(title) > text.LINE
    return [f"{TITLE}: at most {text.LINE} characters, this has {len(title):,}. Shorten it."] if over else []
