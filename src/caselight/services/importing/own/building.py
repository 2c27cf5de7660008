"""A case of an export of our own as a whole case: its events, intervals and sheets under the numbers they had."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from caselight.core.records import form_fields, personal
from caselight.core.sheets import SHEETS, hundredths, is_words, text_key
from caselight.services import attachments
from caselight.services.changes import compared
from caselight.services.importing.names import Names
from caselight.services.importing.own.agreed import Agreed
from caselight.services.importing.own.kept import Content, Kept, Values
from caselight.services.importing.own.promised import clocks, escalations, thresholds
from caselight.services.whole_intervals import interrupted, opened
from caselight.store.bulk import WholeCase
from caselight.store.chain import Fact
from caselight.store.tables import Case

Rows = list[dict[str, Any]]


def whole(kept: Kept, *, names: Names, here: Agreed, content: Content | None, now: datetime) -> WholeCase:
    """Return a case ready to be written; without the bytes of its attachments it has none."""
    client_id = names.clients[kept.case["client"]]
    team_id, _ = names.team(kept.case.get("team"))
    case = {name: value for name, value in kept.case.items() if name in Case.model_fields} | {
        "client_id": client_id,
        "team_id": team_id,
        "owner_id": names.people.get(kept.case.get("owner")),
        "service_id": names.services.get((client_id, kept.case.get("service"))),
        "details": kept.details,
    }
    intervals = _intervals(kept, names, client_id)
    if kept.is_alone:
        intervals = interrupted(case, lambda name: names.services[client_id, name])
    return WholeCase(
        case,
        list(_facts(kept, names, intervals, now)),
        number=kept.number,
        intervals=intervals,
        sheets=_sheets(kept, names),
        clocks=clocks(kept, here),
        escalations=escalations(kept, names, here),
        thresholds=thresholds(kept),
        attachments=_attachments(kept, names, content) if content else (),
    )


def _attachments(kept: Kept, names: Names, content: Content) -> Rows:
    return [
        {name: row[name] for name in ("at", "name", "media_type", "size", "sha256")}
        | {
            "number": number,
            "seq": number,
            "by_id": names.people.get(row.get("by")),
            "removed_at": None,
            "content": content(row["file"]),
        }
        for number, row in sorted(kept.attachments.items())
    ]


def _intervals(kept: Kept, names: Names, client_id: int) -> Rows:
    missing = dict.fromkeys(("ended_at", "announced_at", "vendor"))
    return [
        {
            **missing,
            "is_planned": False,
            **{name: value for name, value in values.items() if name not in ("service", "row")},
            "opened_seq": opened_seq,
            "place": place,
            "service_id": names.services.get((client_id, values.get("service"))),
        }
        for (opened_seq, place), values in sorted(kept.intervals.items())
    ]


def _sheets(kept: Kept, names: Names) -> Rows:
    return [
        {
            "number": number,
            "kind": kind,
            "seq": number,
            "words_seq": number,
            "by_id": names.people.get(kept.steps[number].get("by")),
            "at": _moment(details.get("at")) or kept.steps[number]["at"],
            "due_at": _moment(details.get("due_at")),
            "done_at": done_at,
            "amount": hundredths(details.get("amount")),
            "currency": details.get("currency"),
            "score": details.get("score"),
            "withdrawn_at": None,
            "details": {name: value for name, value in details.items() if name not in personal(SHEETS[kind])},
        }
        for number, (kind, details, done_at) in sorted(kept.sheets.items())
    ]


def _facts(kept: Kept, names: Names, intervals: Rows, now: datetime) -> Iterator[Fact]:
    """Yield an event for each step; the words of a person are kept apart, as ever."""
    begun: defaultdict[int, Rows] = defaultdict(list)
    for interval in intervals:
        begun[interval["opened_seq"]].append(interval)
    for seq, step in sorted(kept.steps.items()):
        body, texts = _said(kept, seq)
        body |= {"intervals": opened(begun[seq])} if seq in begun else {}
        texts |= {name: step[name] for name in ("note", "waiting_reason") if name in step}
        team_id, _ = names.team(step.get("team"))
        yield Fact(
            kind=f"case:{step['kind']}",
            at=step["at"],
            recorded_at=now,
            actor_id=names.people.get(step.get("by")),
            status=step.get("status"),
            team_id=team_id,
            tier=step.get("tier"),
            owner_id=names.people.get(step.get("owner")),
            is_accepted=step.get("is_accepted"),
            body={"by": "import"} | body,
            texts=texts,
        )


def _said(kept: Kept, seq: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what an event says of the case, if it is the first, or of the sheet or file that it added."""
    body: dict[str, Any] = {}
    texts: dict[str, str] = {}
    if seq == 1:
        changes, texts = compared({}, {"title": kept.case["title"], "details": kept.details})
        body = {"changes": changes}
    if seq in kept.sheets:
        kind, details, _ = kept.sheets[seq]
        fields = {about.name: about for about in form_fields(SHEETS[kind]) if about.name in details}
        noted: Values = {name: None if is_words(about) else [None, details[name]] for name, about in fields.items()}
        body |= {"sheets": {str(seq): {"kind": kind, "added": True, "changes": noted}}}
        texts |= {text_key(seq, name): details[name] for name, about in fields.items() if is_words(about)}
    if seq in kept.attachments:
        row = kept.attachments[seq]
        told = {"number": seq, "type": row["media_type"], "size": row["size"], "sha256": row["sha256"]}
        body |= {"attachment": told}
        texts |= {attachments.NAME: row["name"]}
    return body, texts


def _moment(given: str | None) -> datetime | None:
    return datetime.fromisoformat(given) if given else None
