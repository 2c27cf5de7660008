"""The verbs of the update line: one table of what may be typed for each."""

from collections.abc import Iterator
from dataclasses import dataclass

from caselight.core.choice import Choice, fold
from caselight.core.priority import Priority


class Verb(Choice):
    """What a line can do to a case, named as the lifecycle names it."""

    RESOLVE = "resolve"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    HAND_OFF = "hand off"
    NOTE = "note"
    OWN = "own"
    REOPEN = "reopen"
    UPDATE = "update"
    WAIT = "wait"
    ESCALATE = "escalate"
    GO_ON = "go on"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class Command:
    """One way to say a verb: a letter, the word that help shows, other words; and the text it cannot do without."""

    verb: Verb
    letter: str
    word: str
    others: tuple[str, ...] = ()
    needs: str = ""
    priority: Priority | None = None

    @property
    def spellings(self) -> Iterator[str]:
        """Return all that may be typed for it."""
        return map(fold, (self.letter, self.word, *self.others))


COMMANDS = (
    Command(Verb.RESOLVE, "r", "resolve"),
    Command(Verb.ACKNOWLEDGE, "a", "acknowledge", ("ack",)),
    Command(Verb.CLOSE, "c", "close"),
    Command(Verb.HAND_OFF, "h", "hand off", ("handoff",), needs="Say which team."),
    Command(Verb.NOTE, "n", "note", needs="Type the note."),
    Command(Verb.OWN, "o", "own"),
    Command(Verb.REOPEN, "x", "reopen"),
    *(Command(Verb.UPDATE, step.code, step.code, priority=step) for step in Priority),
    Command(Verb.WAIT, "w", "waiting", ("wait",), needs="Say what the case waits for."),
    Command(Verb.ESCALATE, "e", "escalate", needs="Say why it must go higher."),
    Command(Verb.GO_ON, "g", "go on"),
    Command(Verb.TELL, "t", "tell", ("told",), needs="Type what the customer was told."),
)
BY_SPELLING = {spelling: command for command in COMMANDS for spelling in command.spellings}
HELP = (*((each.letter, each.word) for each in COMMANDS if not each.priority), ("p1–p4", "priority"))
