"""The Merkle tree of RFC 6962: one hash for many leaves."""

import hashlib
from collections.abc import Iterable


class Tree:
    """A tree that grows leaf by leaf and holds no more than one hash per level."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.n = 0
        self._peaks: list[bytes] = []  # roots of the full trees so far, the largest first
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        """Add a leaf at the end."""
        node, places = hashlib.sha256(b"\x00" + leaf).digest(), self.n
        while places & 1:
            node = _over(self._peaks.pop(), node)
            places >>= 1
        self._peaks.append(node)
        self.n += 1

    def root(self) -> str:
        """Return the root of all leaves, as hex."""
        if not self._peaks:
            return hashlib.sha256().hexdigest()
        *larger, node = self._peaks
        for peak in reversed(larger):
            node = _over(peak, node)
        return node.hex()


def _over(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
