"""Which addresses the desk may call: https, out in the world, looked up once and called where it was looked up.

A webhook makes this desk call an address that somebody else typed. Nothing of the inner network may be reached so:
not this machine, not a private range, not the metadata of a cloud, whatever name stands for it and whenever that name
changes its mind. NUANDONG_HOOKS_INNER=1 lifts both walls, for a closed network whose receivers are inside.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LONGEST_ADDRESS = 500
PORTS = {"https": 443, "http": 80}
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressRefused(Exception):
    """An address that the desk does not call; `reason_zh` and `reason_en` say why."""

    def __init__(self, reason_zh: str, reason_en: str) -> None:
        self.reason_zh, self.reason_en = reason_zh, reason_en
        super().__init__(reason_en)


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart; `path` holds its question too."""

    scheme: str
    host: str
    port: int
    path: str


def target_of(address: str) -> Target:
    """An address that is fit to be called, as far as its letters tell. Raises AddressRefused."""
    fit = address.isascii() and address.isprintable() and " " not in address and "\\" not in address
    if not fit or len(address) > LONGEST_ADDRESS:
        raise AddressRefused("地址只能用可见的 ASCII 字符，至多 500 个；中文域名请写 xn-- 形式",
                             "visible ASCII only, at most 500 characters; write other names as xn--")  # fmt: skip
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AddressRefused("不是网址", "no address of the web") from None
    if parts.scheme not in (("https", "http") if settings.HOOKS_INNER else ("https",)) or not parts.hostname:
        raise AddressRefused("须为 https:// 开头的完整网址", "a whole address that begins with https://")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("网址中不能有用户名、口令或 #", "no user, password or # in the address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(parts.scheme, parts.hostname, port or PORTS[parts.scheme], path)
    _refuse_inner_number(target.host)
    return target


def reached_at(target: Target) -> str:
    """The IP address at which a target is called now; one inner number among several refuses all. Raises."""
    try:
        answers = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as trouble:
        raise ConnectionError(f"{target.host}: {trouble}") from trouble
    numbers = [str(answer[4][0]) for answer in answers]
    for number in numbers:
        if not _may_be_called(number):
            raise AddressRefused("该地址指向内网，本台不调用；接收方确在内网的，请设 NUANDONG_HOOKS_INNER=1",
                                 "it leads into an inner network and is not called; for receivers inside set "
                                 "NUANDONG_HOOKS_INNER=1")  # fmt: skip
    return numbers[0]


def _refuse_inner_number(host: str) -> None:
    """A number that stands in the address itself is refused at once, and not only when it is called."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        if host == "localhost" or host.endswith(".localhost"):
            host = "127.0.0.1"
        else:
            return
    if not _may_be_called(host):
        raise AddressRefused("不能是本机或内网地址", "not this machine and no inner network")


def _may_be_called(number: str) -> bool:
    if settings.HOOKS_INNER:
        return True
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    inside = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inside is None and address.version == 6 and address in NAT64:
        inside = ipaddress.ip_address(int(address) & 0xFFFFFFFF)
    return all(one.is_global and not one.is_multicast for one in (address, inside) if one is not None)
