"""Where a message may go: a host is resolved once, and what is found there must be outside the house."""

import ipaddress
import socket
from ipaddress import IPv4Address, IPv6Address

from caselight.services.channels.kind import Unsent
from caselight.settings import Settings

INSIDE = "Its address is private or our own. Set CASELIGHT_CHANNELS_PRIVATE=1 if that is meant."
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def place_of(host: str, port: int, settings: Settings) -> str:
    """Return the address of a host to connect to; refuse one where any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unsent("Its host name was not found.") from error
    places = [str(where[0]) for *_, where in found]
    if not settings.channels_private and not all(is_public(place) for place in places):
        raise Unsent(INSIDE)
    return places[0]


def is_public(place: str) -> bool:
    """Say whether an address is reachable by everybody, also the one inside a mapped or translated address."""
    ip = ipaddress.ip_address(place.partition("%")[0])
    return all(each.is_global and not each.is_multicast for each in _meant(ip))


def _meant(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    within = [ip.sixtofour, *(ip.teredo or ()), IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None]
    return [ip, *(each for each in within if each)]
