"""The sheets of a case: written, changed and put back, each change noted for the event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from caselight.core.records import FormField, form_fields, personal
from caselight.core.refusal import NotFound
from caselight.core.sheets import SHEETS, Sheet, hundredths, is_words, text_key, words
from caselight.core.wording import reference
from caselight.services.work import Work
from caselight.store.tables import Case, CaseSheet, Event, EventText

Details = Mapping[str, Any]


def add(work: Work, case: Case, template: type[Sheet], details: Details) -> CaseSheet:
    """Write a new sheet; its number is that of the event that `record` writes next."""
    seq = case.version + 1
    row = CaseSheet(
        case_id=case.id or 0,
        number=seq,
        client_id=case.client_id,
        kind=template.key,
        seq=seq,
        words_seq=seq,
        by_id=work.actor.user_id,
        at=work.now,
    )
    _write(row, template, details)
    work.session.add(row)
    _note(work, row, template, {}, details)
    return row


def correct(work: Work, case: Case, row: CaseSheet, details: Details) -> None:
    """Give a sheet new details; those before stay on record with the events that said them."""
    template, before = SHEETS[row.kind], details_of(work, row)
    row.seq = case.version + 1
    _note(work, row, template, before, details)
    work.sheet_changes[str(row.number)]["words"] = [row.words_seq, row.seq]
    row.words_seq = row.seq
    kept = personal(template)
    work.sheet_texts |= {text_key(row.number, name): details[name] for name in kept & details.keys()}
    _write(row, template, details)


def finish(work: Work, case: Case, row: CaseSheet) -> None:
    """Note that what was due on a sheet is done."""
    row.seq = case.version + 1
    changes = work.sheet_changes.setdefault(str(row.number), {"kind": row.kind, "changes": {}})["changes"]
    changes["done_at"] = [None, _plain(work.now)]
    row.done_at = work.now


def keep_word(work: Work, case: Case) -> None:
    """Note on every interaction that promised the customer another word that they have had it."""
    for row in rows_of(work, case):
        if row.kind == "interaction" and row.due_at is not None and row.done_at is None:
            finish(work, case, row)


def put_back(work: Work, case: Case, changes: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str]) -> None:
    """Take back what an event changed on sheets; one that it added is withdrawn."""
    known = {str(row.number): row for row in rows_of(work, case)}
    for number, noted in changes.items():
        row, template = known[number], SHEETS[noted["kind"]]
        row.seq = case.version + 1
        if noted.get("added"):
            row.withdrawn_at = work.now
            continue
        details = details_of(work, row) | {
            name: texts.get(f"{text_key(row.number, name)}:before") if change is None else change[0]
            for name, change in noted["changes"].items()
            if name != "done_at"
        }
        if "done_at" in noted["changes"]:
            row.done_at = None
        row.words_seq = noted.get("words", [row.words_seq])[0]
        _write(row, template, {name: value for name, value in details.items() if value is not None})


def row_of(work: Work, case: Case, number: int) -> CaseSheet:
    """Return a sheet of the case, or refuse one that is not there."""
    for row in rows_of(work, case):
        if row.number == number:
            return row
    raise NotFound(f"{reference(case.id or 0)} has no such sheet. Reload the page; your text is kept.")


def rows_of(work: Work, case: Case) -> list[CaseSheet]:
    """Return the sheets of a case that were not withdrawn."""
    statement = select(CaseSheet).where(col(CaseSheet.case_id) == case.id, col(CaseSheet.withdrawn_at).is_(None))
    with work.session.no_autoflush:
        return list(work.session.scalars(statement.order_by(col(CaseSheet.number))))


def details_of(work: Work, row: CaseSheet) -> dict[str, Any]:
    """Return all that a sheet says, its personal fields among it as far as they were not erased."""
    statement = (
        select(col(EventText.field), col(EventText.text))
        .join(Event, col(Event.id) == col(EventText.event_id))
        .where(col(Event.case_id) == row.case_id, col(Event.seq) == row.words_seq)
    )
    with work.session.no_autoflush:
        texts = dict(iter(work.session.execute(statement)))
    return row.details | words(row.kind, row.number, texts)


def columns(template: type[Sheet], details: Details, *, at: datetime) -> dict[str, Any]:
    """Return details as columns: the personal fields left out, what lists and figures need apart; `at` unless said."""
    apart = personal(template)
    return {
        "details": {name: value for name, value in details.items() if name not in apart},
        "at": datetime.fromisoformat(details["at"]) if details.get("at") else at,
        "due_at": datetime.fromisoformat(details["due_at"]) if details.get("due_at") else None,
        "amount": hundredths(details.get("amount")),
        "currency": details.get("currency"),
        "score": details.get("score"),
    }


def compared(
    number: int, template: type[Sheet], before: Details, after: Details
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return what a sheet says anew, as its event keeps it: words as texts, which can be erased, the rest as it is."""
    noted: dict[str, Any] = {"kind": template.key, "changes": {}} | ({} if before else {"added": True})
    texts: dict[str, str] = {}
    for about in form_fields(template):
        old, new = before.get(about.name), after.get(about.name)
        if old == new:
            continue
        noted["changes"][about.name] = None if is_words(about) else [old, new]
        if is_words(about):
            texts |= _sides(number, about, old, new)
    return noted, texts


def _write(row: CaseSheet, template: type[Sheet], details: Details) -> None:
    """Put details into their row."""
    for name, value in columns(template, details, at=row.at).items():
        setattr(row, name, value)


def _note(work: Work, row: CaseSheet, template: type[Sheet], before: Details, after: Details) -> None:
    """Note for the event what a sheet says anew."""
    noted, texts = compared(row.number, template, before, after)
    work.sheet_changes[str(row.number)] = noted
    work.sheet_texts |= texts


def _sides(number: int, about: FormField, old: str | None, new: str | None) -> dict[str, str]:
    key = text_key(number, about.name)
    return {side: text for side, text in ((f"{key}:before", old), (key, new)) if text}


def _plain(at: datetime) -> str:
    return at.isoformat()
