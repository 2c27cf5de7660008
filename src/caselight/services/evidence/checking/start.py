"""What is run."""

import sys

from caselight.services.evidence.checking.breaches import check_availability, check_breaches
from caselight.services.evidence.checking.cases import check_cases, check_copies
from caselight.services.evidence.checking.figures import check_promises, check_sla, promises_of
from caselight.services.evidence.checking.reading import Checks, Period, instant
from caselight.services.evidence.checking.trail import check_chains, check_manifest

SHOWN = 50


def main() -> int:
    """Check everything, say what holds, and leave with 1 where anything does not."""
    checks = Checks()
    try:
        check_all(checks)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, ArithmeticError) as error:
        checks.off("the pack", f"cannot be read any further ({type(error).__name__}: {error})")
    said = [f"Holds: {one}" for one in checks.held] + [f"BROKEN: {one}." for one in checks.broken[:SHOWN]]
    if len(checks.broken) > SHOWN:
        said.append(f"And {len(checks.broken) - SHOWN:,} more.")
    said.append(f"{len(checks.broken):,} breaks." if checks.broken else "Everything holds.")
    sys.stdout.buffer.write(("\n".join(said) + "\n").encode())
    return 1 if checks.broken else 0


def check_all(checks: Checks) -> None:
    """Check files, chains, figures, breaches and availability."""
    manifest = check_manifest(checks)
    period = Period(instant(manifest["filter"]["from"]), instant(manifest["filter"]["to"]))
    chains, promises = check_chains(checks), promises_of()
    check_copies(checks, chains)
    check_cases(checks, chains, period)
    check_promises(checks, promises, chains, period)
    check_sla(checks, promises, period)
    check_breaches(checks, promises, period)
    check_availability(checks, period)
