"""What a password must be: long, and not one of the first that anybody would try."""

import re

from caselight.core.refusal import Refusal

SHORTEST = 12  # characters
LONGEST = 72  # bytes: bcrypt reads no further
OWN = 4  # characters that must be left when everything below is taken away
WORDS = re.compile(
    "caselight|password|passwort|qwert[yz]uiop|qwert[yz]|asdfgh(?:jkl)?|[zy]xcvbnm|letmein|welcome|admin(?:istrator)?|"
    "changeme|iloveyou|secret|abcdef(?:gh)?|football|baseball|dragon|monkey|sunshine|princess"
)


def check(password: str, *, login: str = "") -> None:
    """Raise a Refusal that says how to choose a better password; the longer, the better, is all there is to it."""
    if len(password) < SHORTEST:
        raise _refused(f"The password has {len(password)} characters. Use {SHORTEST} or more; a few words do well.")
    if not fits(password):
        raise _refused(f"The password is longer than {LONGEST} bytes. Use a shorter one.")
    if len(_own_part(password.casefold(), login.casefold())) < OWN:
        raise _refused("The password is one of the first anybody would try. Add words that only you would think of.")


def fits(password: str) -> bool:
    """Say whether bcrypt would read the password to its end."""
    try:
        return "\0" not in password and len(password.encode()) <= LONGEST
    except UnicodeEncodeError:  # half a character
        return False


def _own_part(password: str, login: str) -> str:
    """Return the different characters left without the user name, the usual words, and digits."""
    if login:
        password = password.replace(login, "")
    return "".join(set(re.sub(r"[\d\s]", "", WORDS.sub("", password))))


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, fields={"password": sentence})
