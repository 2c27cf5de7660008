"""The register of sheets: a new kind is a class and its name here."""

from caselight.core.sheets.base import Sheet
from caselight.core.sheets.doing import Action, Checklist, Resolution
from caselight.core.sheets.learning import Measure, Review
from caselight.core.sheets.talking import Feedback, Interaction

SHEETS: dict[str, type[Sheet]] = {
    sheet.key: sheet for sheet in (Interaction, Action, Resolution, Feedback, Measure, Review, Checklist)
}
