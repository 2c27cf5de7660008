"""Whatever a file holds, an import says by row and column what is wrong, and imports nothing of it."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caselight.core.mapping import Map
from caselight.core.refusal import Refusal
from caselight.services.importing import file as csv_file
from caselight.services.importing.check import Said, check
from caselight.services.importing.faults import BadFile, Faults
from import_files import CASES_HEADER, CASES_MAP, NOW, case, cases_file, event, events_file, written

GOOD = case()
File = tuple[Path, Map]


def read(path: Path, given: Map) -> list[list[Said]]:
    """Do all that an import does before it opens the database."""
    faults = Faults()
    rows = check(csv_file.read(path, given, faults), given, now=NOW, faults=faults)
    faults.refuse()
    return rows


def cases(*rows: str) -> Callable[[Path], File]:
    return lambda folder: cases_file(folder, *rows)


def events(*rows: str) -> Callable[[Path], File]:
    return lambda folder: events_file(folder, *rows)


def raw(data: bytes, given: Map = CASES_MAP) -> Callable[[Path], File]:
    def write(folder: Path) -> File:
        (folder / "file.csv").write_bytes(data)
        return folder / "file.csv", given

    return write


def lines(*rows: str, end: str = "\n") -> bytes:
    return end.join((CASES_HEADER, *rows, "")).encode()


BAD = {
    # bytes and structure
    "cp1252": (
        raw(lines(GOOD, case(title="Störung")).replace("ö".encode(), b"\xf6")),
        r'row 3 \(line 3\), column .title.: byte .* is not UTF-8.*encoding = "cp1252"',
    ),
    "a lone surrogate": (
        raw(lines(case(title="?")).replace(b"?", b"\xed\xa0\x80")),
        r"row 2 \(line 2\), column .title.: byte",
    ),
    "an Excel file": (raw(b"PK\x03\x04 and so on"), "not a CSV: it looks like an Excel or zip file"),
    "cut off gzip": (raw(gzip.compress(lines(GOOD))[:-12]), "damaged or cut off"),
    "empty": (raw(b""), "The file is empty: no rows"),
    "only blank lines": (raw(b"\n\n  \n"), "The file is empty: no rows"),
    "header only": (cases(), "a header in row 1 but no rows"),
    "no header": (
        raw(lines().replace(CASES_HEADER.encode(), GOOD.encode())),
        'has no column "state", which the MAP names. The first row says: "A-1',
    ),
    "a misspelt header": (raw(lines(GOOD).replace(b"opened", b"openned")), 'no column "opened".*Did you mean .openned'),
    "a column twice": (raw(lines(GOOD).replace(b"answered", b"opened")), "column .opened. is there twice"),
    "the header again": (cases(GOOD, CASES_HEADER), r"row 3 \(line 3\): the header again"),
    "too few columns": (cases("A-1,Norvane", GOOD), r"row 2 \(line 2\), column .title.: 2 columns instead of 12"),
    "too many columns": (cases(GOOD + ",more"), r"row 2 \(line 2\): 13 columns instead of 12"),
    "cut off": (cases(GOOD, "A-2,Norv"), r"row 3 \(line 3\), column .title.: the file looks cut off here"),
    "an unclosed quote": (
        cases('A-1,"Norvane', GOOD, GOOD),
        "quote opened in the row that begins at line 2 is never closed",
    ),
    "a quote inside": (cases('A-1,"Nor"vane",x'), "line 2: a quote in the middle"),
    # single values
    "a NUL": (cases(case(title="Voice\0lines")), r"row 2 \(line 2\), column .title.: .*NUL"),
    "a control character": (cases(case(title="Voice\x07lines")), "column .title.: .*bell"),
    "too long": (cases(case(title="x" * 301)), "column .title.: .*At most 300 characters, this has 301"),
    "a note too long": (events(event(note="x" * 10_001)), "column .note.: .*At most 10,000 characters"),
    "no time at all": (cases(case(opened="yesterday")), 'column .opened.: "yesterday" is not a date and time'),
    "spring forward": (cases(case(opened="2025-03-30 02:30")), "column .opened.: .*skipped.*2025-03-30 03:30"),
    "autumn back": (cases(case(opened="2025-10-26 02:30")), "came twice.*00:30:00Z.*01:30:00Z"),
    "the future": (cases(case(opened="2026-03-10T12:06:00Z")), "column .opened.: .*lies in the future"),
    "resolved before opened": (
        cases(case(solved="2026-03-01 10:00")),
        'column .solved.: "2026-03-01T09:00:00Z": lies before opened, 2026-03-02T09:00:00Z',
    ),
    "resolved before answered": (
        cases(case(answered="2026-03-02 12:00", solved="2026-03-02 11:00")),
        "lies before answered",
    ),
    "day or month": (cases(case(opened="03/04/2026 10:00")), 'column .opened.: "03/04/2026 10:00": day or month first'),
    "a serial": (cases(case(opened="46083.375")), "column .opened.: .*spreadsheet's serial number"),
    "30 Feb": (cases(case(opened="2026-02-30 10:00")), 'column .opened.: "2026-02-30 10:00" is not a date'),
    "the year 1": (cases(case(opened="0001-01-01 10:00")), "column .opened.: .*year 1 is out of range"),
    "the year 9999": (cases(case(opened="9999-12-31 23:59")), "column .opened.: .*year 9999 is out of range"),
    "an id twice": (
        cases(GOOD, case(id="A-2"), GOOD),
        r'row 4 \(line 4\), column .id.: "A-1": the same case as in row 2 \(line 2\)',
    ),
    "an accent written otherwise": (cases(case(id="Café"), case(id="Cafe\u0301")), r"the same case as in row 2"),
    "an invisible mark": (
        events(event(), event(id="A\u200b-1")),
        r"row 3 \(line 3\), column .id.: .*looks like the id in row 2",
    ),
    "a misspelt priority": (cases(case(prio="Hgih")), 'column .prio.: "Hgih" is not in the list: did you mean'),
    "a misspelt status": (
        events(event(state="Workin")),
        'column .state.: "Workin": not in the MAP: did you mean Working',
    ),
    "an unknown status": (events(event(state="xyz")), "column .state.: .*not in the MAP. Add it there"),
    "nothing where needed": (cases(case(client="")), r"row 2 \(line 2\), column .client.: empty, but needed"),
    "only spaces": (cases(case(client="   ")), "column .client.: .*empty, but needed"),
    "a marker for missing": (cases(case(client="n/a")), 'column .client.: "n/a": empty, but needed'),
    "forty digits": (cases(case(prio="1" * 40)), "column .prio.: .*not in the list"),
    "infinity": (cases(case(prio="1e400")), "column .prio.: .*not in the list"),
    "not a number": (cases(case(prio="NaN")), "column .prio.: .*not in the list"),
    "minus zero": (cases(case(affected="-0")), "column .affected.: .*not a number"),
    "an Arabic digit": (cases(case(affected="٣")), "column .affected.: .*not a number"),
    "solved without an instant": (cases(case(state="solved")), "column .state.: .*but no instant of it"),
    "open with an end": (cases(case(state="open", solved="2026-03-02 12:00")), "column .state.: .*has an end, though"),
    "a misspelt channel": (cases(case(channel="emial")), "column .channel.: .*did you mean Email"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_by_its_place_and_how_to_mend_it(name: str, tmp_path: Path) -> None:
    make, sentence = BAD[name]

    with pytest.raises(Refusal) as refusal:
        read(*make(tmp_path))

    message = str(refusal.value)
    assert re.search(sentence, message), message
    assert message.endswith((".", "?"))
    assert len(message) < 500
    assert message.isprintable()


GOOD_FILES = {
    "a byte order mark": raw(b"\xef\xbb\xbf" + lines(GOOD)),
    "UTF-16": raw(lines(GOOD).decode().encode("utf-16")),
    "CR line ends": raw(lines(GOOD, end="\r")),
    "CRLF line ends": raw(lines(GOOD, end="\r\n")),
    "no newline at the end": raw(lines(GOOD).rstrip(b"\n")),
    "blank lines": raw(b"\n" + lines("", GOOD, "", "")),
    "semicolons": raw(lines(GOOD).replace(b",", b";")),
    "tabs": raw(lines(GOOD).replace(b",", b"\t")),
    "offsets mixed": cases(case(opened="2026-03-02T10:00:00+05:30"), case(id="A-2", opened="2026-03-02T10:00:00Z")),
    "spaces and capitals": cases(case(prio=" HIGH ", state=" Open ")),
    "a formula": cases(case(title='"=HYPERLINK(""http://x"")"')),
    "SQL": cases(case(title="'); DROP TABLE cases")),
    "emoji and right-to-left": cases(case(title="👩\u200d👧 \u202eabc")),
}


@pytest.mark.parametrize("name", GOOD_FILES)
def test_odd_but_sound_input_is_taken(name: str, tmp_path: Path) -> None:
    rows = read(*GOOD_FILES[name](tmp_path))

    assert rows[0][0].values["client"] == "Norvane Telecom"


@pytest.mark.parametrize("external_id", ["1.2E+10", "00042", "NA", "null", "None", "-1", "@SUM", "+1"])
def test_ids_stay_as_they_are_written(external_id: str, tmp_path: Path) -> None:
    rows = read(*cases_file(tmp_path, case(id=external_id)))

    assert rows[0][0].values["case"] == external_id


def test_rows_and_lines_are_counted_apart_where_a_value_holds_a_line_break(tmp_path: Path) -> None:
    rows = [event(note='"one\ntwo"'), "", event(state="Workin")]

    with pytest.raises(BadFile) as bad:
        read(*events_file(tmp_path, *rows))

    assert [(fault.row, fault.line) for fault in bad.value.faults] == [(4, 5)]


def test_one_bad_row_after_many_good_ones_is_named_and_nothing_else_is_read_wrongly(tmp_path: Path) -> None:
    good = [event(id=f"A-{number}") for number in range(19_999)]

    with pytest.raises(BadFile) as bad:
        read(*events_file(tmp_path, *good, event(state="?")))

    assert (bad.value.count, bad.value.faults[0].row) == (1, 20_001)


def test_two_hundred_faults_are_kept_and_all_are_counted(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"600 faults[.] row 2") as bad:
        read(*cases_file(tmp_path, *[case(id=f"A-{number}", prio="x", client="") for number in range(300)]))

    assert (bad.value.count, len(bad.value.faults), len(bad.value.fields)) == (600, 200, 200)
    assert list(bad.value.fields.values())[-1] == "And 400 more."


def test_a_file_larger_than_the_limit_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_file, "MOST_BYTES", 1024)
    bomb = gzip.compress(b"a" * 100_000)

    for data in (b"a" * 2000, bomb):
        with pytest.raises(Refusal, match="larger than"):
            read(*raw(data)(tmp_path))


def test_a_windows_file_is_read_when_the_map_says_so(tmp_path: Path) -> None:
    given = CASES_MAP.model_copy(update={"encoding": "cp1252"})

    rows = read(*raw(lines(case(title="Störung")).decode().encode("cp1252"), given)(tmp_path))

    assert rows[0][0].values["title"] == "Störung"


def test_a_time_without_a_zone_needs_one_in_the_map(tmp_path: Path) -> None:
    given = CASES_MAP.model_copy(update={"time": CASES_MAP.time.model_copy(update={"zone": None})})

    with pytest.raises(BadFile, match="has no time zone"):
        read(cases_file(tmp_path, GOOD)[0], given)


def test_what_was_found_out_about_the_file_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, CASES_HEADER.replace(",", ";") + ";extra", GOOD.replace(",", ";") + ";1")

    sheet = csv_file.read(path, CASES_MAP, Faults())

    assert sheet.notes == (
        "Read as UTF-8, columns separated by semicolons.",
        'Columns not in the MAP, ignored: "extra".',
    )


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=60), cells=st.lists(st.text(max_size=12), min_size=12, max_size=12))
def test_any_bytes_are_rows_or_a_refusal_never_a_crash(
    data: bytes, cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp()
    for content in (data, lines(GOOD) + data, lines(",".join(cells)).decode("utf-8", "replace").encode()):
        try:
            read(*raw(content)(folder))
        except Refusal as refusal:
            assert str(refusal).isprintable()  # noqa: PT017 – most bytes are refused, some are a file
