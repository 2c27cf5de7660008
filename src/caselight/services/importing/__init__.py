"""Import a log of events or of cases from a file."""

from caselight.services.importing.faults import BadFile
from caselight.services.importing.own import import_own
from caselight.services.importing.run import Report, import_file, read_map

__all__ = ["BadFile", "Report", "import_file", "import_own", "read_map"]
