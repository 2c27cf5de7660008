"""The one box: a line that begins with digits or C- updates that case, anything else logs a new one."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from caselight.core import text
from caselight.core.oneline.draft import Chip, LogDraft, UpdateDraft
from caselight.core.oneline.log import read_log
from caselight.core.oneline.match import matches
from caselight.core.oneline.similar import similar
from caselight.core.oneline.update import read_update
from caselight.core.oneline.verbs import COMMANDS, HELP, Verb
from caselight.core.refusal import Refusal

__all__ = ["COMMANDS", "HELP", "Chip", "LogDraft", "UpdateDraft", "Verb", "matches", "parse", "similar"]

UPDATES = re.compile(r"[0-9]|C-", re.IGNORECASE)
NOTHING: Mapping[str, str] = MappingProxyType({})


def parse(
    line: str, *, clients: Sequence[str], teams: Sequence[str] = (), defaults: Mapping[str, str] = NOTHING
) -> LogDraft | UpdateDraft:
    """Return what a line says, even half typed: what is wrong with it is in `problems`, and `require()` refuses.

    `clients` and `teams` are the names in the writer's scope. `defaults` are label and value of the chips
    that stand for what a new case is given where the line does not say it.
    """
    try:
        tidy = text.line(line, limit=text.PROSE)
    except Refusal as refusal:
        return LogDraft(problems=(refusal.sentence,))
    if UPDATES.match(tidy):
        return read_update(tidy, teams=teams)
    return read_log(tidy, clients=clients, defaults=defaults)
