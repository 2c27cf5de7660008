"""What Caselight costs, measured beside what the same work costs without it."""

from caselight.services.bench.measuring import NAMES, run
from caselight.services.bench.page import write_docs

__all__ = ["NAMES", "run", "write_docs"]
