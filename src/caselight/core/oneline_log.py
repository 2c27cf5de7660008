"""A line that logs a case: @client, p2 and #type anywhere, the rest is what went wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from caselight.core import text
from caselight.core.choice import fold, nearest
from caselight.core.oneline_draft import Chip, LogDraft
from caselight.core.priority import Priority
from caselight.core.records import loggable, resolve_tag
from caselight.core.refusal import Refusal

TITLE = "What went wrong"
AFTER = ",;:"
SHOWN = 5


class Said(NamedTuple):
    """One thing a word of the line says: for which field of the draft, and how its chip shows it."""

    field: str
    label: str
    value: Any
    shown: str


def read_log(line: str, *, clients: Sequence[str], defaults: Mapping[str, str]) -> LogDraft:
    """Return the case that a tidy line describes."""
    said: dict[str, Said] = {}
    rest: list[str] = []
    problems: list[str] = []
    for word in line.split():
        try:
            new = _token(word, clients)
        except Refusal as refusal:
            problems.append(refusal.sentence)
            continue
        if new is None:
            rest.append(word)
        elif (old := said.setdefault(new.field, new)).value != new.value:
            problems.append(f"{new.label} is said twice, {old.shown} and {new.shown}. Keep one.")
    return _draft(" ".join(rest), said, problems, defaults)


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


def _token(word: str, clients: Sequence[str]) -> Said | None:
    """Return what a word says if it is a token: @client, #type or p1 to p4."""
    bare = word.rstrip(AFTER)
    for pattern, read in TOKENS:
        token = pattern.fullmatch(bare)
        if token:
            return read(token[1], clients)
    return None


def _client(begun: str, clients: Sequence[str]) -> Said:
    client = client_named(begun, clients)
    return Said("client", "Client", client, client)


def _type(tag: str, _: Sequence[str]) -> Said:
    record = resolve_tag(tag)
    if record is None:
        near = nearest(tag.casefold(), (own for each in loggable() for own in each.tags))
        listed = " ".join(f"#{each.tags[0]}" for each in loggable())
        hint = f"Did you mean #{near}?" if near else f"Types: {listed}."
        raise Refusal(f"{text.quoted(f'#{tag}')} is no type. {hint}")
    return Said("record_type", "Type", record.key, record.title)


def _priority(code: str, _: Sequence[str]) -> Said:
    priority = Priority.parse(code)
    return Said("priority", "Priority", priority, priority.label)


TOKENS: tuple[tuple[re.Pattern[str], Callable[[str, Sequence[str]], Said]], ...] = (
    (re.compile(r"@(.+)"), _client),
    (re.compile(r"#([^\W\d].*)"), _type),
    (re.compile(r"([pP][1-4])"), _priority),
)


def _draft(rest: str, said: Mapping[str, Said], problems: list[str], defaults: Mapping[str, str]) -> LogDraft:
    title = rest[:1].upper() + rest[1:]
    if len(title) > text.LINE:
        problems = [*problems, f"{TITLE}: at most {text.LINE} characters, this has {len(title):,}. Shorten it."]
    given = [Chip(each.label, each.shown) for each in said.values()] + ([Chip(TITLE, title)] if title else [])
    labels = {chip.label for chip in given}
    filled = [Chip(label, value, given=False) for label, value in defaults.items() if label not in labels]
    return LogDraft(
        title=title,
        chips=(*given, *filled),
        problems=tuple(problems),
        missing=() if title else ("Say what went wrong.",),
        **{each.field: each.value for each in said.values()},
    )
