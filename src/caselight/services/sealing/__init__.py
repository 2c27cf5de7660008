"""Seal what was written: in the database, signed with a key that is not in it, and once more outside."""

from caselight.services.sealing.places import Places, places
from caselight.services.sealing.run import LATE, Sealed, seal

__all__ = ["LATE", "Places", "Sealed", "places", "seal"]
