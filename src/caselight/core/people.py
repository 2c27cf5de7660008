"""Who may do what, and for which clients."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The parts people play; what each reads and does is the table RIGHTS."""

    ADMIN = "admin"
    MANAGER = "manager"
    LEAD = "lead"
    AGENT = "agent"
    AUDITOR = "auditor"
    CLIENT = "client viewer"
    WALL = "wall"
    SOURCE = "source"  # a program that reports to us, by its key
    SYSTEM = "system"


class Right(StrEnum):
    """A thing one may be allowed to do; page rights are held by everyone who may open the page."""

    WORK = "work on cases"
    ANY_TEAM = "work on the cases of any team"
    EXPORT = "export"
    EVIDENCE = "take a client's evidence away"
    CONFIGURE = "configure"
    PROMISE = "change the contracts of one's clients"
    AUDIT = "read the audit trail"
    READ = "read cases"
    FILES = "read what is attached to cases"
    COLLEAGUES = "read what colleagues write among themselves, and their names"
    REVIEW = "read the reviews of one's clients"
    WALL = "watch the wall"


INSIDE = frozenset({Right.READ, Right.FILES, Right.COLLEAGUES, Right.WALL})
STAFF = INSIDE | {Right.WORK}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMIN: frozenset(Right),
    Role.MANAGER: STAFF | {Right.ANY_TEAM, Right.EXPORT, Right.EVIDENCE, Right.PROMISE, Right.REVIEW},
    Role.LEAD: STAFF | {Right.ANY_TEAM, Right.EXPORT, Right.EVIDENCE, Right.REVIEW},
    Role.AGENT: STAFF,
    Role.AUDITOR: INSIDE | {Right.AUDIT, Right.REVIEW},
    Role.CLIENT: frozenset({Right.READ, Right.EVIDENCE, Right.REVIEW}),
    Role.WALL: frozenset({Right.WALL}),
    Role.SOURCE: frozenset({Right.WORK}),
    Role.SYSTEM: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which clients may be seen: a set of ids, or None for all. Every read takes one."""

    clients: frozenset[int] | None = None

    def __contains__(self, client_id: int | None) -> bool:
        return self.clients is None or client_id in self.clients

    def narrowed(self, wanted: Iterable[int]) -> "Scope":
        """Return the part of this scope that was asked for; asking for nothing asks for all of it."""
        wanted = frozenset(wanted)
        if not wanted:
            return self
        return Scope(wanted if self.clients is None else self.clients & wanted)


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Principal:
    """Who acts: a signed-in person, a wall screen, or the system itself."""

    user_id: int | None
    name: str
    role: Role
    scope: Scope
    session_id: str = ""
    team_id: int | None = None
    is_told_names: bool = False  # of our staff, as the client's contract says: for its own people

    def may(self, right: Right) -> bool:
        """Say whether the role holds the right."""
        return right in RIGHTS[self.role]

    @property
    def knows_staff(self) -> bool:
        """Say whether this person may read who of our staff did something, or has a case."""
        return self.may(Right.COLLEAGUES) or self.is_told_names


SYSTEM = Principal(None, "system", Role.SYSTEM, EVERYTHING)
