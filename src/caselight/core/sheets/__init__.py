"""Sheets: the short forms filled in on a case, and the register of them all."""

from caselight.core.sheets.apart import text_key, words
from caselight.core.sheets.base import COLUMNS, Sheet, hundredths, is_words
from caselight.core.sheets.checking import checked, template_of
from caselight.core.sheets.owing import owing, serious
from caselight.core.sheets.register import SHEETS
from caselight.core.sheets.saying import money, said

__all__ = [
    "COLUMNS",
    "SHEETS",
    "Sheet",
    "checked",
    "hundredths",
    "is_words",
    "money",
    "owing",
    "said",
    "serious",
    "template_of",
    "text_key",
    "words",
]
