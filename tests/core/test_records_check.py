"""Details are refused field by field, in sentences that say what to do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from caselight.core.records import (
    TYPES,
    Stage,
    Standard,
    Template,
    columns,
    form_fields,
    owed,
    personal,
    resolve_tag,
    spans,
    validate,
)
from caselight.core.refusal import Refusal

OSLO = ZoneInfo("Europe/Oslo")
NOW = datetime(2025, 11, 20, 13, 5, tzinfo=UTC)
TECHNICAL, SERVICE, COMPLIANCE = TYPES["technical"], TYPES["customer_service"], TYPES["compliance"]
PROCESS, DELIVERY, COMMUNICATION = TYPES["process_deviation"], TYPES["delivery"], TYPES["communication"]


def refused(template: type[Template], raw: dict[str, object], *, now: datetime | None = None) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        validate(template, raw, stage=None, now=now, zone=OSLO)
    return refusal.value


def test_a_downtime_that_ends_before_it_starts_is_refused_beside_its_end() -> None:
    sentence = "Ends 20m before it starts. Enter a time after 13:40, or clear it while the service is still down."

    refusal = refused(TECHNICAL, {"down_from": "2025-11-20 13:40", "down_until": "2025-11-20 13:20"})

    assert refusal.fields == {"down_until": sentence}
    assert refusal.sentence == f"Down until: e{sentence[1:]}"


def test_a_downtime_that_ends_on_an_earlier_day_names_the_day() -> None:
    refusal = refused(TECHNICAL, {"down_from": "2025-11-20 13:40", "down_until": "2025-11-19 13:20"})

    assert "Ends 1d 00h before it starts. Enter a time after Thu 20 Nov 13:40" in refusal.fields["down_until"]


def test_several_faults_are_counted_and_named() -> None:
    refusal = refused(
        TECHNICAL, {"eror_log": "x", "whatever": 1, "down_from": "soon", "down_until": "2025-11-20 13:20"}
    )

    assert refusal.sentence == "3 fields to correct: Down from, eror_log, whatever."
    assert refusal.fields["eror_log"] == 'There is no field "eror_log" here. Did you mean error_log?'
    assert refusal.fields["whatever"] == 'There is no field "whatever" here. Remove it.'


def test_a_time_ahead_is_refused_except_a_promised_one() -> None:
    ahead = {"promised_at": NOW + timedelta(days=2), "delivered_at": NOW + timedelta(minutes=6)}

    refusal = refused(DELIVERY, ahead, now=NOW)

    assert refusal.fields == {"delivered_at": "Is 6m ahead. Enter a time up to now, 14:05."}


def test_a_clock_a_little_fast_is_forgiven() -> None:
    assert validate(DELIVERY, {"delivered_at": NOW + timedelta(minutes=5)}, stage=None, now=NOW)


@pytest.mark.parametrize(
    ("template", "raw", "said"),
    [
        (Standard, {"title": "x" * 301}, "At most 300 characters, this has 301. Shorten it."),
        (Standard, {"title": "a\x00"}, "Remove the control character NUL (U+0000) at position 2."),
        (Standard, {"title": 5}, '"5" is not text.'),
        (Standard, {"title": "{sentence}\x01"}, "Remove the control character (U+0001) at position 11."),
        (Standard, {"impact": "Hgih"}, '"Hgih" is not in the list: did you mean High?'),
        (Standard, {"root_cause": "aliens"}, "Choose one of: Technical outage, Agent error,"),
        (Standard, {"client": ["Norvane"]}, "is not text."),
        (Standard, {"customers_affected": "many"}, '"many" is not a number. Enter a whole number from 0 up'),
        (Standard, {"customers_affected": -1}, "is not a number"),
        (Standard, {"customers_affected": True}, "is not a number"),
        (Standard, {"customers_affected": 10**9 + 1}, "is not a number"),
        (Standard, {"customers_affected": "\u0663"}, "is not a number"),
        (Standard, {"customers_affected": float("nan")}, "is not a number"),
        (COMPLIANCE, {"is_reportable": "perhaps"}, '"perhaps" is neither yes nor no.'),
        (TECHNICAL, {"affected_services": {"a": 1}}, "Enter a list."),
        (TECHNICAL, {"affected_services": [1]}, '"1" is not text.'),
        (TECHNICAL, {"affected_services": [str(i) for i in range(51)]}, "At most 50 entries, this has 51."),
        (TECHNICAL, {"error_log": "x" * 10_001}, "At most 10,000 characters, this has 10,001."),
    ],
)
def test_a_wrong_value_is_refused_in_our_own_words(template: type[Template], raw: dict[str, object], said: str) -> None:
    refusal = refused(template, raw)

    assert list(refusal.fields) == list(raw)
    assert said in next(iter(refusal.fields.values()))


def test_values_are_kept_as_data_and_empty_ones_not_at_all() -> None:
    entered: dict[str, object] = {
        "title": "  Voice lines   drop ",
        "occurred_at": "2025-11-20 13:40",
        "channel": "IN-PERSON",
        "priority": "high",
        "customers_affected": " 12 ",
        "client": "Norvane Telecom",
        "record_type": "technical",
        "team": " ",
        "owner": None,
    }

    assert validate(Standard, entered, zone=OSLO) == {
        "title": "Voice lines drop",
        "client": "Norvane Telecom",
        "record_type": "technical",
        "occurred_at": "2025-11-20T12:40:00Z",
        "channel": "in person",
        "priority": 2,
        "customers_affected": 12,
    }


def test_a_list_is_split_and_each_part_kept_once() -> None:
    details = validate(TECHNICAL, {"affected_services": "Outbound voice; SIP trunk;;\nOutbound voice"})

    assert details == {"affected_services": ["Outbound voice", "SIP trunk"]}
    assert validate(TECHNICAL, {"affected_services": [";"]}) == {}


def test_logging_asks_only_what_is_owed_at_logging() -> None:
    assert validate(TECHNICAL, {}) == {}

    with pytest.raises(Refusal, match="2 fields to correct: Breach details, Contract clause or") as refusal:
        validate(COMPLIANCE, {})

    assert refusal.value.fields["clause"].startswith("Fill this in. Its number and name")


def test_a_no_and_a_nought_are_answers() -> None:
    wanted = {"is_reportable": Stage.LOGGING, "customers_affected": Stage.LOGGING}

    breach = owed(COMPLIANCE, {"is_reportable": False}, Stage.LOGGING, also=wanted)
    case = owed(Standard, {"customers_affected": 0}, Stage.LOGGING, also=wanted)

    assert not set(wanted) & {field.name for field in breach + case}


def test_a_client_may_want_an_optional_field_by_a_stage() -> None:
    wanted = {"error_log": Stage.RESOLVING}

    assert "error_log" not in names_owed(Stage.LOGGING, wanted)
    assert "error_log" in names_owed(Stage.RESOLVING, wanted)
    assert "error_log" in names_owed(Stage.CLOSING, wanted)


def names_owed(stage: Stage, also: dict[str, Stage]) -> list[str]:
    return [field.name for field in owed(TECHNICAL, {}, stage, also=also)]


def test_an_analysis_is_owed_of_serious_cases_only() -> None:
    (analysis,) = (field for field in form_fields(TECHNICAL) if field.name == "root_cause_analysis")

    assert analysis not in owed(TECHNICAL, {}, Stage.CLOSING)
    assert analysis in owed(TECHNICAL, {}, Stage.CLOSING, serious=True)
    assert analysis.owed == "Owed at closing for P1, P2, a missed promise or a recurrence"


def test_a_span_is_known_once_both_ends_are() -> None:
    details = validate(TECHNICAL, {"down_from": "2025-11-20T13:40Z"})
    whole = validate(TECHNICAL, {**details, "down_until": "2025-11-20T15:45Z"})

    assert spans(TECHNICAL, details) == {}
    assert spans(TECHNICAL, whole) == {"Downtime": timedelta(hours=2, minutes=5)}


def test_an_early_delivery_is_not_late() -> None:
    details = validate(DELIVERY, {"promised_at": "2025-11-20T13:40Z", "delivered_at": "2025-11-20T10:00Z"})

    assert spans(DELIVERY, details) == {}


def test_personal_fields_are_known_by_name() -> None:
    assert personal(PROCESS) == {"team_member"}


@pytest.mark.parametrize(
    ("template", "fields"),
    [  # F6 to F11, word for word
        (TECHNICAL, "error_log down_from down_until affected_services root_cause_analysis recovery_actions"),
        (SERVICE, "failure"),
        (PROCESS, "steps team_member deviation_point resulting_impact"),
        (DELIVERY, "failure promised_at delivered_at order_reference"),
        (COMPLIANCE, "breach_details clause notified_at corrective_measures"),
        (COMMUNICATION, "departments missed customer_impact lessons_learned"),
    ],
)
def test_each_type_asks_what_was_required(template: type[Template], fields: str) -> None:
    assert set(fields.split()) <= set(columns(template))


@pytest.mark.parametrize(
    ("begun", "key"),
    [("tec", "technical"), ("SLA", "compliance"), ("comm", "communication"), ("com", None), ("", None), ("zz", None)],
)
def test_a_tag_may_be_cut_short_while_it_names_one_type(begun: str, key: str | None) -> None:
    record = resolve_tag(begun)

    assert (record and record.key) == key


def test_a_field_without_a_declaration_is_a_mistake_found_at_once() -> None:
    class Careless(Template):
        note: str | None = None

    with pytest.raises(TypeError, match=r"Careless\.note must be declared with field"):
        form_fields(Careless)
