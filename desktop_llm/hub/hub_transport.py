"""The only way out to the network: keeps the token with the Hub, TLS on, and no wait without an end. Any thread.

Imports httpx2 and so is imported only once something is asked of the Hub.
"""

import threading
from typing import Final
from urllib.request import getproxies, proxy_bypass

import httpx2

from desktop_llm.errors import ErrorCode, HubError
from desktop_llm.hub.hub_access import HubAccess, checked_address, is_private_way, origin

# A connection of a server is forgotten before most servers close it.
_LIMITS: Final = httpx2.Limits(max_connections=32, max_keepalive_connections=8, keepalive_expiry=20.0)
_TIMEOUTS: Final = ("connect", "read", "write", "pool")


class HubTransport(httpx2.BaseTransport):
    """Carries requests for one `HubAccess`; every hop of a redirect passes here."""

    def __init__(self, access: HubAccess) -> None:
        self._access = access
        self._hub = origin(checked_address(access.address))
        self._is_token_safe = is_private_way(access.address)
        self._lock = threading.Lock()
        self._ways: dict[str, httpx2.HTTPTransport] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Raises HubError(HUB_OFFLINE, HUB_TLS, HUB_ADDRESS_WRONG) before anything is sent, and httpx2's own errors."""
        if self._access.is_offline:
            raise HubError(ErrorCode.HUB_OFFLINE)
        url = str(request.url)
        if self._hub[0] == "https" and request.url.scheme != "https":
            address = f"{request.url.scheme}://{request.url.host}"
            raise HubError(ErrorCode.HUB_TLS, address=address, reason="the Hub led to a connection without encryption")
        if origin(url) != self._hub or not self._is_token_safe:
            request.headers.pop("authorization", None)
        request.headers.pop("cookie", None)
        request.extensions["timeout"] = dict.fromkeys(_TIMEOUTS, self._access.timeout_s)
        return _answer(self._way(self._proxy_for(request.url)), request)

    def close(self) -> None:
        with self._lock:
            for way in self._ways.values():
                way.close()
            self._ways.clear()

    def _way(self, proxy: str) -> httpx2.HTTPTransport:
        with self._lock:
            if proxy not in self._ways:
                self._ways[proxy] = httpx2.HTTPTransport(verify=True, limits=_LIMITS, proxy=proxy or None)
            return self._ways[proxy]

    def _proxy_for(self, url: httpx2.URL) -> str:
        """The proxy that is set; else the system's for this address, as its variables or its settings name it."""
        proxy = self._access.proxy
        if not proxy and not proxy_bypass(url.host):
            proxies = getproxies()
            proxy = proxies.get(url.scheme) or proxies.get("all", "")
        if proxy and "://" not in proxy:
            proxy = f"http://{proxy}"
        return checked_address(proxy) if proxy else ""


def _answer(way: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
    """The answer. A connection that was kept may end just as it is used again: then on a new one (RFC 9112, 9.3.1)."""
    try:
        return way.handle_request(request)
    except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
        if request.method not in {"GET", "HEAD"}:
            raise
        return way.handle_request(request)
