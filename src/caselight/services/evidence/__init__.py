"""One archive for a client: its figures, the rows and events they rest on, and a program that checks them."""

from caselight.services.evidence.asked import PATH, Asked, address, asked, parsed
from caselight.services.evidence.run import Packed, pack

__all__ = ["PATH", "Asked", "Packed", "address", "asked", "pack", "parsed"]
