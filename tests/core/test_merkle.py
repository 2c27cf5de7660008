"""The tree of RFC 6962: its published roots, and those of any other leaves."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caselight.core.merkle import Tree

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
# The roots of the first one, two, three … leaves, as the reference of Certificate Transparency publishes them.
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.mark.parametrize("count", range(len(ROOTS)))
def test_the_root_is_the_published_one(count: int) -> None:
    assert Tree(LEAVES[:count]).root() == ROOTS[count]


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_leaf_by_leaf_is_what_splitting_the_list_in_two_gives(leaves: list[bytes]) -> None:
    assert Tree(leaves).root() == _split(leaves).hex()


def _split(leaves: list[bytes]) -> bytes:
    """Work the root out as RFC 6962 2.1 defines it: at the largest power of two below their number."""
    if len(leaves) < 2:
        return hashlib.sha256(b"\x00" + leaves[0] if leaves else b"").digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + _split(leaves[:half]) + _split(leaves[half:])).digest()
