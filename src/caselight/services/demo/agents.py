"""Agents at work on the living floor: each act goes through the same door as a person's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from caselight.core import instant
from caselight.core.lateness import OpenCase
from caselight.core.people import EVERYTHING, SYSTEM, Principal, Role, Scope
from caselight.core.promises import Promise
from caselight.core.refusal import Refusal
from caselight.services.demo import filled_in, scenario, words
from caselight.services.demo.arrivals import Arrival
from caselight.services.demo.clients import DemoClient
from caselight.services.demo.details import FILL, fill
from caselight.services.demo.dice import Dice
from caselight.services.demo.endings import about, logged
from caselight.services.demo.filled import About
from caselight.services.demo.floor import Floor
from caselight.services.demo.stories import story
from caselight.services.demo.words import CAUSES
from caselight.services.desk import Verb, perform
from caselight.services.verbs import VERBS, add_sheet, log
from caselight.store.engine import Store
from caselight.store.tables import Case

HALF = 0.5  # of the answers
ASKED = 0.3  # of the customers, what they think of it


@dataclass(frozen=True, slots=True)
class Agents:
    """Everybody on the floor at one moment."""

    store: Store
    floor: Floor
    now: datetime
    dice: Dice

    def log(self, client: DemoClient) -> bool:
        """Log something new that a client's customers ran into."""
        key = self.dice.rng.bytes(8).hex()
        told = story(client, Arrival(key, self.now, {}), seed=scenario.SEED)
        filled = fill(told.record_type, about(told, self.now, self.dice))
        move = logged(told, self.floor, filled, self.dice)
        return self._done(log, None, move.actor, {**move.given, "team_id": None})  # the rules say where it goes

    def take(self, case: OpenCase) -> bool:
        """Take a case, mostly as one's own."""
        return self.do("own" if self.dice.chance(scenario.OWNED_AT_ONCE) else "acknowledge", case, {})

    def answer(self, case: OpenCase) -> bool:
        """Tell the customer something: as a line, or as an interaction with what they thought of it."""
        if self.dice.chance(HALF):
            return self._fill_in(case, "interaction", filled_in.interaction(self.dice))
        return self.do("tell", case, {"note": self.dice.pick(words.ANSWERS)})

    def remedy(self, case: OpenCase) -> bool:
        """Do something for the customer."""
        return self._fill_in(case, "action", filled_in.action(self.dice))

    def jot(self, case: OpenCase) -> bool:
        """Leave a note."""
        return self.do("note", case, {"note": self.dice.pick(words.NOTES)})

    def hold(self, case: OpenCase) -> bool:
        """Wait for somebody."""
        return self.do("wait", case, {"reason": self.dice.weighted(words.WAITING, words.WAITING_WEIGHTS)})

    def go_on(self, case: OpenCase) -> bool:
        """Go on after waiting."""
        return self.do("go on", case, {"note": self.dice.pick(words.WENT_ON)})

    def escalate(self, case: OpenCase) -> bool:
        """Pass a case up, where there is an above."""
        higher = [team for team in self.floor.teams.values() if team.tier == (case.tier or 0) + 1]
        given = {"reason": self.dice.pick(words.ESCALATED), "team_id": self.dice.pick(higher).id} if higher else None
        return self.do("escalate", case, given) if given else self.resolve(case)

    def hand_off(self, case: OpenCase) -> bool:
        """Pass a case sideways, where there is a beside."""
        others = [team for team in self.floor.teams.values() if team.tier == case.tier and team.id != case.team_id]
        given = {"note": self.dice.pick(words.HANDED_OFF), "team_id": self.dice.pick(others).id} if others else None
        return self.do("hand off", case, given) if given else self.resolve(case)

    def resolve(self, case: OpenCase) -> bool:
        """Fix a case, with all that is owed."""
        is_fixed = self.do("resolve", case, {"note": self.dice.pick(words.FIXED), **self._owed(case.number)})
        if is_fixed and self.dice.chance(ASKED):
            self._fill_in(case, "feedback", filled_in.feedback(self.dice))
        return is_fixed

    def save(self, case: OpenCase) -> bool:
        """Stop the promises that are late, or fall due first: take the case, then answer or fix it."""
        until = max(self.now, case.due_at or self.now)
        due = {promise.promise for promise in case.promises if promise.due_at and promise.due_at <= until}
        if not (case.is_accepted or self.take(case)):
            return False
        return self.resolve(case) if Promise.RESOLUTION in due else self.answer(case)

    def do(self, verb: str, case: OpenCase, given: Mapping[str, Any]) -> bool:
        """Let the owner do it, else anybody of the team that has the case."""
        return self._by_the_team(VERBS[verb], case, given)

    def _fill_in(self, case: OpenCase, kind: str, fields: Mapping[str, Any]) -> bool:
        return self._by_the_team(add_sheet, case, {"kind": kind, "fields": fields})

    def _by_the_team(self, verb: Verb, case: OpenCase, given: Mapping[str, Any]) -> bool:
        team = next((team for team in self.floor.teams.values() if team.id == case.team_id), None)
        if team is None:
            return False
        actor = case.owner_id if case.owner_id in team.people else self.dice.pick(team.people)
        return self._done(verb, case.number, actor, given)

    def close(self, number: int) -> bool:
        """Close a case that was resolved long enough ago."""
        return self._done(VERBS["close"], number, None, self._owed(number))

    def reopen(self, number: int, agent: int) -> bool:
        """Take up a case again: the customer called."""
        return self._done(VERBS["reopen"], number, agent, {"note": self.dice.pick(words.REOPENED)})

    def _done(self, verb: Verb, number: int | None, actor: int | None, given: Mapping[str, Any]) -> bool:
        """Do it; somebody else may have been faster, or know better."""
        request = self.dice.rng.bytes(16).hex()
        try:
            perform(self.store, verb, actor=self._who(actor), now=self.now, request=request, case=number, **given)
        except Refusal:
            return False
        return True

    def _who(self, user_id: int | None) -> Principal:
        if user_id is None:
            return SYSTEM
        team = next(team for team in self.floor.teams.values() if user_id in team.people)
        scope = Scope(frozenset(account.id for account in self.floor.clients.values()))
        return Principal(user_id, team.name, Role.AGENT, scope, team_id=team.id)

    def _owed(self, number: int) -> dict[str, Any]:
        """Return what resolving and closing may still ask of a case."""
        with self.store.reading(EVERYTHING) as session:
            case = session.get_one(Case, number)
        phrase, kind, _ = self.dice.pick([cause for cause in CAUSES if case.record_type in cause[2]] or CAUSES)
        given: dict[str, Any] = {} if case.root_cause else {"root_cause": kind}
        if case.record_type in FILL:
            filled = fill(case.record_type, self._about(case, phrase))
            everything = filled.logging | filled.resolving | filled.closing
            given["details"] = {name: value for name, value in everything.items() if name not in case.details}
        return given

    def _about(self, case: Case, cause: str) -> About:
        began = case.details.get("down_from")
        names = {number: name for account in self.floor.clients.values() for name, number in account.services.items()}
        return About(
            dice=self.dice,
            service=names.get(case.service_id or 0, "the service"),
            place="the desk",
            cause=cause,
            serious=True,
            carrier=None,
            occurred_at=instant.read(began) if began else case.occurred_at,
            opened_at=case.opened_at,
            resolved_at=case.resolved_at or self.now,
        )
