"""What a kind of channel is: how its address is checked and shown, and how a message leaves by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from caselight.settings import Settings


class File(NamedTuple):
    """What goes with a message where the channel can carry it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent; its key stays the same however often it is tried, so that a receiver can drop a repeat."""

    key: str
    at: datetime
    subject: str
    text: str
    facts: Mapping[str, Any]  # the same for a machine
    files: tuple[File, ...] = ()  # carried by e-mail alone


class Unsent(Exception):  # noqa: N818 – said as people say it
    """It did not leave, or nobody knows whether it did: one short sentence without secrets."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of channel."""

    name: str
    asks: str  # what its address is called in the form
    example: str
    check: Callable[[str, Settings], str]  # what is wrong with an address, empty when nothing is
    shown: Callable[[str], str]  # the address without its secrets
    send: Callable[[str, Message, Settings], None]  # raises Unsent
