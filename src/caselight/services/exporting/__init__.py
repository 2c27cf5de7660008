"""Files of cases: exactly a list, in a format that spreadsheets and programs read."""

from caselight.services.exporting.asked import Asked, parsed, query
from caselight.services.exporting.formats import FORMATS, MEDIA
from caselight.services.exporting.run import TooOften, export, on_record

__all__ = ["FORMATS", "MEDIA", "Asked", "TooOften", "export", "on_record", "parsed", "query"]
