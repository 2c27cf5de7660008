"""A line that updates a case: its last digits, a verb as letter or word, a note."""

import re
from collections.abc import Sequence

from caselight.core.choice import fold, nearest
from caselight.core.oneline.draft import Chip, UpdateDraft
from caselight.core.oneline.verbs import BY_SPELLING, HELP, Command, Verb
from caselight.core.refusal import Refusal
from caselight.core.text import quoted

PREFIX = re.compile(r"^C- ?", re.IGNORECASE)
DIGITS = re.compile(r"[0-9]+")
AFTER = ",;:."
VERBS = ", ".join(f"{letter} {word}" for letter, word in HELP)
OR_LOG = "To log a case instead, begin with @client, p2 or #type."


def read_update(line: str, *, teams: Sequence[str]) -> UpdateDraft:
    """Return the update that a tidy line describes."""
    first, _, rest = PREFIX.sub("", line).partition(" ")
    digits = first.rstrip(AFTER)
    if not digits:
        return UpdateDraft(digits="", missing=("Type the digits of the case.",))
    if not DIGITS.fullmatch(digits):
        spaced = "Put a space after the digits: 176 r."
        return UpdateDraft(digits="", problems=(f"{quoted(first)} is no case number. {spaced} {OR_LOG}",))
    case = Chip("Case", f"ends in {digits}")
    if not rest:
        return UpdateDraft(digits=digits, chips=(case,), missing=(f"Say what to do: {VERBS}.",))
    command, note = _command(rest)
    if command is None:
        return UpdateDraft(digits=digits, chips=(case,), problems=(_unknown(rest),))
    return _draft(case, digits, command, note, teams)


def team_named(rest: str, teams: Sequence[str]) -> tuple[str, str]:
    """Return the one team whose name the longest possible beginning of `rest` begins, and what follows it."""
    words = rest.split()
    longest = max((len(fold(team).split()) for team in teams), default=0)
    for count in range(min(longest, len(words)), 0, -1):
        begun = fold(" ".join(words[:count]).rstrip(AFTER))
        exact = [team for team in teams if fold(team) == begun]
        found = exact or [team for team in teams if fold(team).startswith(begun)]
        if len(found) > 1:
            raise Refusal(f"{quoted(begun)} could be {', '.join(found)}. Type more of the name.")
        if found:
            return found[0], " ".join(words[count:])
    raise Refusal(f"No team begins with {quoted(words[0])}. Teams: {', '.join(teams) or 'none'}.")


def _command(rest: str) -> tuple[Command | None, str]:
    """Return the command that the first two words or the first one name, and what follows."""
    words = rest.split()
    for count in (2, 1):
        said = fold(" ".join(words[:count]).rstrip(AFTER))
        if said in BY_SPELLING:
            return BY_SPELLING[said], " ".join(words[count:])
    return None, rest


def _unknown(rest: str) -> str:
    word, *_ = rest.split()
    near = nearest(fold(word), (spelling for spelling in BY_SPELLING if len(spelling) > 1))
    meant = f" Did you mean {near}?" if near else ""
    return f"{quoted(word)} is no verb.{meant} Verbs: {VERBS}. {OR_LOG}"


def _draft(case: Chip, digits: str, command: Command, note: str, teams: Sequence[str]) -> UpdateDraft:
    team: str | None = None
    problems: tuple[str, ...] = ()
    if command.verb is Verb.HAND_OFF and note:
        try:
            team, note = team_named(note, teams)
        except Refusal as refusal:
            problems = (refusal.sentence,)
    said = (
        ("Do", "" if command.priority else command.verb.value),
        ("Priority", command.priority.label if command.priority else ""),
        ("Team", team),
        ("Note", note),
    )
    return UpdateDraft(
        digits=digits,
        verb=command.verb,
        text=note,
        priority=command.priority,
        team=team,
        chips=(case, *(Chip(label, value) for label, value in said if value)),
        problems=problems,
        missing=(command.needs,) if command.needs and not (note or team) else (),
    )
