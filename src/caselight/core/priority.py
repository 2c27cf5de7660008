"""Priority: four steps, proposed from impact and urgency."""

from enum import IntEnum

from caselight.core.choice import Choice, choose


class Priority(IntEnum):
    """How soon a case must be dealt with: stored 1 to 4, shown P1 to P4, said Critical to Low."""

    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4

    @property
    def code(self) -> str:
        """Return the short form: P1."""
        return f"P{self.value}"

    @property
    def word(self) -> str:
        """Return the spoken form: Critical."""
        return self.name.capitalize()

    @property
    def label(self) -> str:
        """Return the full form: P1 Critical."""
        return f"{self.code} {self.word}"

    @classmethod
    def parse(cls, given: object) -> "Priority":
        """Return the priority that `P1`, `1` or `critical` names, in any case; refuse with the nearest one."""
        return choose(given, SPELLINGS)


class Level(Choice):
    """How great an impact or an urgency is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


SPELLINGS = {
    spelling: priority
    for priority in Priority
    for spelling in (priority.code, str(priority.value), priority.word, priority.label)
}
STEPS = {Level.HIGH: 0, Level.MEDIUM: 1, Level.LOW: 2}

parse = Priority.parse


def propose(impact: Level | str, urgency: Level | str) -> Priority:
    """Return the priority of an impact and an urgency: both high is P1, each step down of either lowers it by one."""
    steps = STEPS[Level.parse(impact)] + STEPS[Level.parse(urgency)]
    return Priority(min(1 + steps, Priority.LOW))


def label(priority: int) -> str:
    """Return a stored priority in full: P2 High."""
    return Priority(priority).label
