"""What the copy of the seals outside knows, beside what the database says."""

from collections.abc import Iterator, Mapping, Sequence

from caselight.core.seals import Seal, faults
from caselight.services.sealing import copy
from caselight.services.sealing.places import Places
from caselight.store.chain import Break
from caselight.store.sealed import SUBJECT

COPY = "copy of the seals"


def breaks(seals: Sequence[Seal], places: Places) -> Iterator[Break]:
    """Yield where the two differ; the newest seal alone may not have come to the copy yet."""
    newest = seals[-1].id if seals else 0
    try:
        lines = copy.lines(places.copy)
    except OSError as error:
        yield Break(COPY, None, 0, f"cannot be read ({error.strerror}: {places.copy})")
        return
    if lines is None:
        if seals:
            yield Break(COPY, None, 0, f"is not there ({places.copy})")
        return
    yield from (Break(COPY, None, place, line) for place, line in enumerate(lines, 1) if isinstance(line, str))
    told = [line for line in lines if isinstance(line, Seal)]
    yield from (Break(COPY, None, fault.seal, fault.reason) for fault in faults(told, places.key()))
    yield from _compared({seal.id: seal for seal in seals}, {seal.id: seal for seal in told}, newest)


def _compared(ours: Mapping[int, Seal], theirs: Mapping[int, Seal], newest: int) -> Iterator[Break]:
    for number in sorted(ours.keys() & theirs.keys()):
        if ours[number] != theirs[number]:
            yield Break(SUBJECT, None, number, "differs from its copy outside")
    for number in sorted(ours.keys() - theirs.keys() - {newest}):
        yield Break(SUBJECT, None, number, "is not in the copy outside")
    for number in sorted(theirs.keys() - ours.keys()):
        if number < newest:
            yield Break(SUBJECT, None, number, "is in the copy outside alone")
    last = max(theirs, default=0)
    if last > newest:
        known = f"that knows seal {last} of {theirs[last].sealed_at}"
        yield Break(SUBJECT, None, newest, f"the database is older than the copy outside: {known}")
