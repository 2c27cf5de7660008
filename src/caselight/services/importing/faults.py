"""What is wrong with a file: every fault by its row and column, the first two hundred kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from caselight.core.refusal import Refusal
from caselight.core.text import quoted

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `row` counts the header as row 1, `line` is the physical line where the row begins."""

    row: int
    line: int
    column: str
    value: str | None
    reason: str

    def __str__(self) -> str:
        column = f", column {quoted(self.column)}" if self.column else ""
        value = f"{quoted(self.value)}: " if self.value and not self.reason.startswith(quoted(self.value)) else ""
        return f"row {self.row} (line {self.line}){column}: {value}{self.reason}"


class BadFile(Refusal):
    """The file was not imported: the first fault in the sentence, the others by their place in `fields`."""

    def __init__(self, faults: Sequence[Fault], count: int) -> None:
        how_many = f": {count:,} faults" if count > 1 else ""
        others = {f"{number}": str(fault) for number, fault in enumerate(faults[1:], start=2)}
        if count > len(faults):
            others["more"] = f"And {count - len(faults):,} more."
        super().__init__(f"Nothing was imported{how_many}. {faults[0]}", fields=others)
        self.faults = faults
        self.count = count


@dataclass(slots=True)
class Faults:
    """Faults as they are found; however many there are, two hundred are kept."""

    kept: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it if it is among the first."""
        self.count += 1
        if len(self.kept) < SHOWN:
            self.kept.append(fault)

    def refuse(self) -> None:
        """Raise what was found, if anything was, in the order of the file."""
        if self.count:
            raise BadFile(sorted(self.kept, key=lambda fault: fault.row), self.count)
