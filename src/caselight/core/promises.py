"""The promises a contract makes on a case."""

from enum import StrEnum


class Promise(StrEnum):
    """A target on one case; its clock measures it."""

    ACKNOWLEDGEMENT = "acknowledgement"
    FIRST_RESPONSE = "first response"
    UPDATE = "update to the customer"
    RESOLUTION = "resolution"


PAUSABLE = (Promise.RESOLUTION,)  # held while the case waits, where the contract says so
ROUNDS = (Promise.UPDATE,)  # begins anew each time it is kept
NEVER_HELD = (Promise.ACKNOWLEDGEMENT,)  # whatever a contract says of waiting
