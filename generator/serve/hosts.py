"""Host names that the preview answers to.

A page of another site can make its own name lead to this machine (DNS rebinding) and then read what is served here,
unless the name in the request is checked. Addresses are safe: no page of another site has one as its name.
"""

import ipaddress
import re

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+)(?::[0-9]*)?")


def allowed(host: str, listens: str, bound: str) -> bool:
    """Return whether a request for a host may be answered.

    Args:
        host: Host of the request, with or without a port.
        listens: Address or name that the server was told to listen on.
        bound: Address that it listens on.
    """
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = _plain(match[1].strip("[]"))
    if name in ("localhost", _plain(listens), _plain(bound)):
        return True
    address = _address(name)
    if address is None:
        return False
    listening = _address(bound)
    return address.is_loopback or (listening is not None and listening.is_unspecified)


def _plain(name: str) -> str:
    """Return a name in small letters without the dot of the root, and an address in its usual form."""
    address = _address(name)
    return str(address) if address else name.casefold().removesuffix(".")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
