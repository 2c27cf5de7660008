"""What a sheet says on a timeline, put together from the phrases of its class."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from caselight.core.records.base import fields_by_name
from caselight.core.records.field import FormField
from caselight.core.sheets.base import Sheet

PART = re.compile(r"\[([^][]*)\]")  # left out of a phrase while a field in it is empty
NAME = re.compile(r"{(\w+)}")
ENDS = (".", "!", "?", "…")  # a text that ends so needs no full stop


def said(template: type[Sheet], details: Mapping[str, Any], *, moment: Callable[[str], str]) -> str:
    """Return the sentences of a sheet; `moment` says a stored instant."""
    values = {name: _value(about, details[name], moment) for name, about in _given(template, details)}
    if "amount" in values:
        values["money"] = " ".join(filter(None, (values.get("currency"), values["amount"])))
    sentences = [_filled(phrase, values) for phrase in template.says]
    answers = [_answer(about, details[name]) for name, about in _given(template, details) if about.kind == "yes/no"]
    sentences.append(f"{', '.join([*answers[:1], *map(_lowered, answers[1:])])}." if answers else "")
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences if sentence)


def money(amount: Decimal) -> str:
    """Return an amount with its thousands apart, and its hundredths only where there are some."""
    return f"{amount:,.0f}" if amount == amount.to_integral() else f"{amount:,.2f}"


def _given(template: type[Sheet], details: Mapping[str, Any]) -> Iterator[tuple[str, FormField]]:
    return ((name, about) for name, about in fields_by_name(template).items() if details.get(name) is not None)


def _value(about: FormField, value: Any, moment: Callable[[str], str]) -> str:  # noqa: ANN401 – any field's value
    if about.kind == "instant":
        return moment(value)
    if about.kind == "money":
        return money(Decimal(value))
    return ", ".join(value) if about.kind == "many" else str(value)


def _filled(phrase: str, values: Mapping[str, str]) -> str:
    """Return a phrase with its values, its parts in brackets where they are known; empty where another is not."""
    whole = PART.sub(lambda part: part[1] if _known(part[1], values) else "", phrase)
    if not _known(whole, values):
        return ""
    filled = NAME.sub(lambda name: values[name[1]], whole.removesuffix("."))
    return filled if filled.endswith(ENDS) else f"{filled}."


def _known(phrase: str, values: Mapping[str, str]) -> bool:
    return set(NAME.findall(phrase)) <= values.keys()


def _answer(about: FormField, value: bool) -> str:  # noqa: FBT001 – the answer itself
    return about.label if value else about.no or f"not {_lowered(about.label)}"


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]
