"""Seals: what was there at an instant, said in one line that can be kept outside and cannot be said anew."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from caselight.core.chain import GENESIS, canonical

UNSIGNED = ("hash", "mac")
Heads = Mapping[str, tuple[int, str]]  # by subject: the seq and the hash of its newest event


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal: the ids of its events as ranges, how many they are, their Merkle root, and the seal before it."""

    id: int
    ids: str  # "1-500,502"
    n: int
    up_to: int  # the highest id in this seal or any before it
    root: str
    heads: str  # a digest of the newest event of every chain in it
    sealed_at: str
    prev: str
    hash: str = ""
    mac: str = ""

    def signed(self, key: bytes) -> Self:
        """Return it with its hash, and signed."""
        made = digest(self)
        return type(self)(**{**asdict(self), "hash": made, "mac": mac(key, made)})

    def line(self) -> bytes:
        """Return it as one line of JSON."""
        return canonical(asdict(self))


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a seal."""

    seal: int
    reason: str


def digest(seal: Seal) -> str:
    """Return SHA-256 over 0x02, the hash of the seal before it, and what the seal says."""
    said = {name: value for name, value in asdict(seal).items() if name not in UNSIGNED}
    return hashlib.sha256(b"\x02" + bytes.fromhex(seal.prev) + canonical({"v": 1, **said})).hexdigest()


def mac(key: bytes, said: str) -> str:
    """Return HMAC-SHA256 of a seal's hash: who has the database alone cannot make one."""
    return hmac.new(key, bytes.fromhex(said), hashlib.sha256).hexdigest()


def faults(seals: Iterable[Seal], key: bytes | None) -> Iterator[Fault]:
    """Follow seals from the first one; without the key signatures are not looked at."""
    number, prev = 0, GENESIS
    for seal in seals:
        if seal.id != number + 1:
            yield Fault(seal.id, f"seal {number + 1} is missing")
        elif seal.prev != prev:
            yield Fault(seal.id, "does not follow the seal before it")
        elif not _says_its_hash(seal):
            yield Fault(seal.id, "was changed after it was made")
        elif key is not None and not hmac.compare_digest(mac(key, seal.hash), seal.mac):
            yield Fault(seal.id, "is not signed with our key")
        number, prev = seal.id, seal.hash


def leaf(event_id: int, event_hash: str) -> bytes:
    """Return what stands for an event in the tree of its seal."""
    return b"%d:%s" % (event_id, event_hash.encode())


def digest_of(heads: Heads) -> str:
    """Return the digest of heads that a seal carries."""
    return hashlib.sha256(canonical({subject: list(head) for subject, head in heads.items()})).hexdigest()


def ranges(ids: Iterable[int]) -> str:
    """Return ascending ids as ranges: 1-3,5."""
    spans: list[list[int]] = []
    for one in ids:
        if spans and one == spans[-1][1] + 1:
            spans[-1][1] = one
        else:
            spans.append([one, one])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def spans(text: str) -> list[tuple[int, int]]:
    """Return ranges as pairs of the first and the last id."""
    pairs = (part.partition("-") for part in text.split(","))
    return [(int(first), int(last or first)) for first, _, last in pairs]


def holes(within: Iterable[str], *, above: int) -> list[tuple[int, int]]:
    """Return the ids between `above` and the highest in some ranges that none of them has, as pairs."""
    found, reached = [], above
    for first, last in sorted(span for text in within for span in spans(text)):
        if first > reached + 1:
            found.append((reached + 1, first - 1))
        reached = max(reached, last)
    return found


def read(said: Mapping[str, Any]) -> Seal:
    """Return a seal as its line says it; raises TypeError or ValueError where it says something else."""
    seal = Seal(**said)
    bytes.fromhex(seal.prev + seal.hash)
    return seal


def _says_its_hash(seal: Seal) -> bool:
    try:
        return digest(seal) == seal.hash
    except (TypeError, ValueError):
        return False
