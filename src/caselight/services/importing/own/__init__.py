"""Read an export of our own back: `caselight import FILE --map caselight`."""

from caselight.services.importing.own.run import import_own

__all__ = ["import_own"]
