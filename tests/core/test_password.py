"""Length makes a password good; the first guesses of everybody do not."""

import pytest

from caselight.core import password
from caselight.core.refusal import Refusal


@pytest.mark.parametrize(
    "good",
    [
        "copper lantern in the rain",
        "Zürich-im-Nebel",  # letters of any language
        "x7$kd93;lq2!",  # twelve are enough
        "ж" * 4 + "лампа в окне",  # 31 bytes
        "a lamp, a bell, a " + "long " * 10,  # 68 bytes
    ],
)
def test_a_long_password_of_ones_own_is_taken(good: str) -> None:
    password.check(good, login="lena.brandt")


@pytest.mark.parametrize(
    ("weak", "says"),
    [
        ("short", "12 or more"),
        ("x7$kd93;lq2", "has 11 characters"),
        ("lamp " * 15, "72 bytes"),
        ("ж" * 40, "72 bytes"),  # 80 bytes in 40 characters
        ("a good lamp\0 and more", "72 bytes"),  # bcrypt would stop at the zero
        ("123456789012", "first anybody would try"),
        ("Password2026", "first anybody would try"),
        ("welcome welcome 1", "first anybody would try"),
        ("aaaaaaaaaaaaaaaa", "first anybody would try"),
        ("lena.brandt2026", "first anybody would try"),
        ("Caselight-Admin-1", "first anybody would try"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_a_way_out(weak: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        password.check(weak, login="lena.brandt")

    assert list(refused.value.fields) == ["password"]


def test_a_password_can_be_tried_before_there_is_a_user_name() -> None:
    password.check("copper lantern in the rain", login="")
