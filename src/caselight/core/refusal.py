"""What a person is told when something cannot be done."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 – a refusal is an answer, not an error
    """One sentence: what is wrong and what to do next; `fields` names the sentence for each field at fault."""

    def __init__(self, sentence: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = dict(fields or {})


class Conflict(Refusal):
    """Somebody else changed the case first: who, what and when, so that the draft can be kept and merged."""


class NotFound(Refusal):
    """No such thing in this scope; foreign and missing are told in the same words."""


class Denied(Refusal):
    """This role may not do this."""
