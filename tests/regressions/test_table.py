"""Which test stands for which bug that others shipped: find a number here, and its test by name."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS, ESCALATION, RULES = (f"regressions/test_{name}.py" for name in ("clocks", "escalation", "rules"))

CLOCK_BUGS = {
    1: (CLOCKS, "test_an_hour_promised_late_on_friday_is_due_on_monday_morning"),
    2: (CLOCKS, "test_a_case_opened_while_the_desk_is_closed_starts_with_the_next_shift"),
    3: (CLOCKS, "test_a_pause_over_the_weekend_costs_short_and_long_targets_the_same"),
    4: ("services/test_promised.py", "test_a_case_resolved_while_it_waits_keeps_its_pause"),
    5: (CLOCKS, "test_a_case_that_begins_waiting_or_over_is_never_late_nor_escalated"),
    6: (CLOCKS, "test_a_new_priority_keeps_the_time_used_and_the_pauses"),
    7: (CLOCKS, "test_reopened_the_clock_resumes_and_the_first_miss_stays"),
    8: (CLOCKS, "test_history_counts_by_the_clock_on_the_clients_wall_at_the_time"),
    9: ("core/test_clock.py", "test_odd_weeks_count_their_own_open_time"),
    10: ("services/test_calendars.py", "test_hours_that_make_no_sense_are_refused_beside_their_field"),
    11: (CLOCKS, "test_a_warning_before_the_target_is_given_in_open_time"),
    12: (CLOCKS, "test_resolved_late_between_two_sweeps_is_a_miss_on_record"),
    15: (CLOCKS, "test_a_holiday_makes_an_escalation_later"),
}
ESCALATION_BUGS = {
    "13 more than a hundred at once": (
        "services/test_sweeping.py",
        "test_more_than_a_hundred_overdue_at_once_all_escalate",
    ),
    "14 swept twice": ("services/test_sweeping.py", "test_a_sweep_run_twice_records_and_says_nothing_new"),
    "14 two workers": (ESCALATION, "test_two_workers_at_once_give_one_notice"),
    "14 a crash half-way": (ESCALATION, "test_a_sweep_that_dies_half_way_is_finished_by_the_next"),
    "14 a restart in a quiet window": (ESCALATION, "test_a_restart_in_a_quiet_window_goes_on_when_it_ends"),
    "a chain stops for good after a restart": (
        ESCALATION,
        "test_a_chain_goes_on_to_its_end_through_any_number_of_restarts",
    ),
    "alerts only while somebody is signed in": (ESCALATION, "test_people_are_told_though_nobody_is_signed_in"),
    "told of cases that are over": (ESCALATION, "test_nothing_is_said_of_a_case_that_is_over"),
    "told on after an acknowledgement": (
        ESCALATION,
        "test_after_an_acknowledgement_nothing_more_is_said_of_acknowledging",
    ),
    "one row stops the loop": (ESCALATION, "test_a_poisoned_case_stops_nobody_else_at_any_turn"),
}
RULES_THAT_NEVER_RAN = {
    "minutes to acknowledge, next tier, dates, record type": "test_a_row_of_the_matrix_says_who_is_called_and_when",
    "client": "test_a_row_for_one_client_says_nothing_of_another",
    "minutes to resolve": "test_a_time_to_resolve_at_a_tier_is_watched_after_the_case_is_taken",
    "hours that count": "test_a_row_in_the_clients_hours_sleeps_at_night",
    "team": "test_the_team_that_a_row_names_is_the_one_called",
    "thresholds": "test_thresholds_of_ones_own_are_passed_and_their_people_told",
    "repeats": "test_after_the_last_threshold_it_is_said_again_every_hundred_percent",
    "shifts": "test_shifts_decide_who_is_there",
    "promises": "test_each_promise_of_a_contract_is_watched_and_its_breach_calls_a_manager",
    "promises by record type": "test_a_target_for_one_record_type_is_watched_for_that_type_only",
    "states that pause": "test_whether_waiting_pauses_is_as_the_contract_says",
    "interval of updates": "test_a_promised_update_says_when_silence_calls_anew",
    "holidays": "test_a_holiday_saved_by_an_admin_holds_the_sweep_back",
    "closing": "test_five_days_after_it_was_resolved_a_case_closes",
}
ALL = [*CLOCK_BUGS.values(), *ESCALATION_BUGS.values(), *((RULES, name) for name in RULES_THAT_NEVER_RAN.values())]


def test_every_numbered_bug_of_clocks_and_escalation_has_its_test() -> None:
    numbered = {int(name.split()[0]) for name in ESCALATION_BUGS if name[0].isdigit()}

    assert set(CLOCK_BUGS) | numbered == set(range(1, 16))


@pytest.mark.parametrize(("file", "name"), ALL)
def test_a_test_named_here_exists_and_asserts(file: str, name: str) -> None:
    functions = (node for node in ast.walk(ast.parse((TESTS / file).read_text())) if isinstance(node, ast.FunctionDef))

    (found,) = (function for function in functions if function.name == name)

    assert any(isinstance(node, ast.Assert) for node in ast.walk(found))


@pytest.mark.parametrize("folder", [CLOCKS, ESCALATION, RULES])
def test_every_file_named_here_runs_on_both_databases(folder: str) -> None:
    functions = [node for node in ast.parse((TESTS / folder).read_text()).body if isinstance(node, ast.FunctionDef)]

    asked = {test.name: {arg.arg for arg in (*test.args.args, *test.args.kwonlyargs)} for test in functions}

    assert all(taken & {"floor", "store"} for name, taken in asked.items() if name.startswith("test_"))
