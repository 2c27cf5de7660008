"""The one box understands a line as people type it, and says so before Enter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core import lifecycle
from caselight.core.oneline import COMMANDS, HELP, Chip, LogDraft, UpdateDraft, Verb, parse
from caselight.core.refusal import Refusal

CLIENTS = ("Norvane Telecom", "Ellery Care", "Parcelo Shop", "Quillstone Bank", "Carrow Bank")
TEAMS = ("Frontline", "Voice", "Voice engineering", "Network tier 2")


def read(line: str) -> LogDraft | UpdateDraft:
    return parse(line, clients=CLIENTS, teams=TEAMS, defaults={"Client": "Ellery Care", "Channel": "Voice"})


def logged(line: str) -> LogDraft:
    draft = read(line)
    assert isinstance(draft, LogDraft)
    return draft


def updated(line: str) -> UpdateDraft:
    draft = read(line)
    assert isinstance(draft, UpdateDraft)
    return draft


@pytest.mark.parametrize(
    "line",
    [
        "@norvane p2 #tech voice lines drop after 20 s",
        "voice lines drop after 20 s #TECH P2 @NORVANE",
        "  voice @nor lines, drop p2, after #technical: 20 s ",
        "p2 @norvanetelecom #te voice lines drop after 20 s",
    ],
)
def test_tokens_may_stand_anywhere_in_the_line(line: str) -> None:
    draft = logged(line.replace("lines,", "lines")).require()

    assert draft.title == "Voice lines drop after 20 s"
    assert (draft.client, draft.priority, draft.record_type) == ("Norvane Telecom", 2, "technical")


def test_chips_tell_what_was_said_from_what_is_filled_in() -> None:
    assert logged("p2 voice lines drop @norvane").chips == (
        Chip("Client", "Norvane Telecom"),
        Chip("Priority", "P2 High"),
        Chip("What went wrong", "Voice lines drop"),
        Chip("Channel", "Voice", given=False),
    )


def test_a_line_of_plain_words_leaves_the_rest_to_the_defaults() -> None:
    draft = logged("Lost order #4711 @ depot p5 # 2").require()

    assert draft.title == "Lost order #4711 @ depot p5 # 2"
    assert (draft.client, draft.priority, draft.record_type) == (None, None, None)
    assert Chip("Client", "Ellery Care", given=False) in draft.chips


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("@bank card refused", '"@bank" could be Quillstone Bank, Carrow Bank. Type more of the name.'),
        ("@norvena lines drop", '"@norvena" is no client of yours. Did you mean Norvane Telecom?'),
        ("@someone is angry", '"@someone" is no client of yours. Remove the @ if it names none.'),
        ("#tehc lines drop", '"#tehc" is no type. Did you mean #tech?'),
        (
            "#zz lines drop",
            (
                '"#zz" is no type. Types: #tech #service #process #delivery #sla #comms '
                "#incident #outage #degradation #error #voice #maintenance #vendor #recovery."
            ),
        ),
        ("p1 p2 lines drop", "Priority is said twice, P1 Critical and P2 High. Keep one."),
        ("x" * 301, "What went wrong: at most 300 characters, this has 301. Shorten it."),
        ("lines\x00drop", "Remove the control character NUL (U+0000) at position 6."),
    ],
)
def test_a_problem_is_said_while_typing_and_refused_on_enter(line: str, said: str) -> None:
    draft = logged(line)

    assert draft.problems == (said,)
    with pytest.raises(Refusal) as refusal:
        draft.require()
    assert said in refusal.value.sentence


def test_a_client_not_understood_is_not_filled_in_with_another() -> None:
    assert "Client" not in [chip.label for chip in logged("@someone is angry").chips]


def test_many_clients_alike_are_not_all_listed() -> None:
    draft = parse("@depot x", clients=[f"Depot {number}" for number in range(7)])

    assert "Depot 4 and 2 more." in draft.problems[0]


def test_the_same_token_twice_is_no_contradiction() -> None:
    assert logged("p2 lines drop p2").problems == ()


def test_an_empty_box_is_not_wrong_but_cannot_be_saved() -> None:
    draft = logged("")

    assert draft.problems == ()
    with pytest.raises(Refusal, match=r"Say what went wrong\."):
        draft.require()


@pytest.mark.parametrize(
    ("line", "digits", "verb", "text"),
    [
        ("176 r refund issued", "176", "resolve", "refund issued"),
        ("C-48176 Resolve refund issued", "48176", "resolve", "refund issued"),
        ("c-176: n: carrier confirms", "176", "note", "carrier confirms"),
        ("C- 176 a", "176", "acknowledge", ""),
        ("176 o", "176", "own", ""),
        ("176 w for the invoice", "176", "wait", "for the invoice"),
        ("176 waiting for the invoice", "176", "wait", "for the invoice"),
        ("176 go on", "176", "go on", ""),
        ("176 g paid", "176", "go on", "paid"),
        ("176 e beyond us", "176", "escalate", "beyond us"),
        ("176 t on our way", "176", "tell", "on our way"),
        ("176 c", "176", "close", ""),
        ("176 x came back", "176", "reopen", "came back"),
    ],
)
def test_an_update_is_digits_verb_and_text(line: str, digits: str, verb: str, text: str) -> None:
    draft = updated(line).require()

    assert (draft.digits, draft.verb, draft.text) == (digits, verb, text)
    assert Chip("Do", verb) in draft.chips


def test_a_priority_is_set_by_its_code() -> None:
    draft = updated("176 P1 whole site down").require()

    assert (draft.verb, draft.priority, draft.text) == (Verb.UPDATE, 1, "whole site down")
    assert draft.chips == (
        Chip("Case", "ends in 176"),
        Chip("Priority", "P1 Critical"),
        Chip("Note", "whole site down"),
    )


@pytest.mark.parametrize(
    ("line", "team", "note"),
    [
        ("176 h voice engineering trunk is dead", "Voice engineering", "trunk is dead"),
        ("176 hand off voice eng, trunk is dead", "Voice engineering", "trunk is dead"),
        ("176 hand-off voice trunk is dead", "Voice", "trunk is dead"),
        ("176 handoff Net", "Network tier 2", ""),
        ("176 h network tier 2 please", "Network tier 2", "please"),
    ],
)
def test_a_hand_off_takes_as_much_of_a_team_name_as_there_is(line: str, team: str, note: str) -> None:
    draft = updated(line).require()

    assert (draft.verb, draft.team, draft.text) == ("hand off", team, note)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("176 h voi", '"voi" could be Voice, Voice engineering. Type more of the name.'),
        ("176 h billing", 'No team begins with "billing". Teams: Frontline, Voice, Voice engineering, Network tier 2.'),
        ("176 resolv x", '"resolv" is no verb. Did you mean resolve? Verbs: r resolve,'),
        ("40 homes dark", "To log a case instead, begin with @client, p2 or #type."),
        ("5G down in Oslo", '"5G" is no case number. Put a space after the digits: 176 r.'),
        ("C-level complaint", '"level" is no case number.'),
    ],
)
def test_an_update_not_understood_says_what_there_is(line: str, said: str) -> None:
    draft = updated(line)

    assert said in draft.problems[0]
    with pytest.raises(Refusal):
        draft.require()


def test_without_teams_a_hand_off_says_that_there_are_none() -> None:
    draft = parse("176 h voice", clients=CLIENTS)

    assert draft.problems == ('No team begins with "voice". Teams: none.',)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("C-", "Type the digits of the case."),
        ("176", "Say what to do: r resolve, a acknowledge, c close, h hand off, n note, o own, x reopen,"),
        ("176 h", "Say which team."),
        ("176 n", "Type the note."),
        ("176 w", "Say what the case waits for."),
    ],
)
def test_what_is_still_to_be_typed_is_not_a_problem_yet(line: str, said: str) -> None:
    draft = updated(line)

    assert draft.problems == ()
    assert draft.missing[0].startswith(said)
    with pytest.raises(Refusal):
        draft.require()


def test_only_digits_show_the_case() -> None:
    assert updated("176").verb is None


def test_the_lifecycle_knows_every_verb_and_help_shows_each_once() -> None:
    assert {command.verb for command in COMMANDS} == set(Verb)
    assert set(Verb) <= set(lifecycle.FROM)
    assert len(dict(HELP)) == len(Verb)


@given(st.text(max_size=60))
def test_no_line_is_too_strange_to_be_echoed(line: str) -> None:
    draft = read(line)

    assert draft.problems or draft.missing or draft.require() is draft


@given(st.text(st.sampled_from("@#pP123 cC-rhnorvaetc,"), max_size=30))
def test_half_typed_lines_never_fail(line: str) -> None:
    draft = read(line)

    assert isinstance(draft, UpdateDraft) == (line.strip()[:1].isdigit() or line.strip()[:2] in {"C-", "c-"})
