"""Files of cases and of the audit trail: exactly a list, in a format that spreadsheets and programs read."""

from caselight.services.exporting.asked import Asked, parsed, query
from caselight.services.exporting.formats import FORMATS, MEDIA
from caselight.services.exporting.run import TooOften, export, on_record
from caselight.services.exporting.trail import TRAIL_FORMATS, export_trail, trail_parsed, trail_query

__all__ = [
    "FORMATS",
    "MEDIA",
    "TRAIL_FORMATS",
    "Asked",
    "TooOften",
    "export",
    "export_trail",
    "on_record",
    "parsed",
    "query",
    "trail_parsed",
    "trail_query",
]
