"""A frozen review as it is read: as a page of HTML, and as a PDF."""

from caselight.services.printing.pages import inside, page
from caselight.services.printing.pdf import pdf
from caselight.services.printing.pictures import drawn
from caselight.services.printing.shown import shown

__all__ = ["drawn", "inside", "page", "pdf", "shown"]
