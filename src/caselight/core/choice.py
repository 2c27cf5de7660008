"""Short lists to choose from, read as people write them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from typing import Protocol, Self, TypeVar

from caselight.core.refusal import Refusal
from caselight.core.text import quoted


class Labelled(Protocol):
    """Anything with a name to show."""

    @property
    def label(self) -> str:
        """Return the name to show."""


Option = TypeVar("Option", bound=Labelled)


class Choice(StrEnum):
    """One of a few phrases, stored as it is said inside a sentence."""

    @property
    def label(self) -> str:
        """Return the phrase as a heading or an option shows it."""
        return self.value[:1].upper() + self.value[1:]

    @classmethod
    def parse(cls, given: object) -> Self:
        """Return the member that `given` names, in any case; refuse with the nearest one."""
        return choose(given, {member.value: member for member in cls})


def choose(given: object, spellings: Mapping[str, Option]) -> Option:
    """Return the option that `given` spells, in any case and with any spacing; refuse with the nearest one."""
    known = {fold(spelling): option for spelling, option in spellings.items()}
    word = fold(str(given))
    if word in known:
        return known[word]
    near = nearest(word, known)
    if near:
        raise Refusal(f"{quoted(given)} is not in the list: did you mean {known[near].label}?")
    labels = dict.fromkeys(option.label for option in spellings.values())
    raise Refusal(f"{quoted(given)} is not in the list. Choose one of: {', '.join(labels)}.")


def fold(spelling: str) -> str:
    """Return a spelling without case, and with one space where words were kept apart somehow."""
    return " ".join(spelling.casefold().replace("_", " ").replace("-", " ").split())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, if any is like it; looks at its first 40 characters."""
    return next(iter(get_close_matches(word[:40], list(known), n=1)), None)
