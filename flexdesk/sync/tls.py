"""Secures the line, and takes the last session up again: a known greeting costs a third of the bytes."""

import os
import socket
import ssl
from contextlib import suppress
from typing import Any

import certifi

_PADDING = 0x10  # SSL_OP_TLSEXT_PADDING, which the module does not name


class ResumingContext(ssl.SSLContext):
    """Trusts what `httpx` trusts; `remember` after an answer, when the server has given its ticket."""

    _session: ssl.SSLSession | None = None
    _last: ssl.SSLSocket | None = None

    def wrap_socket(self, sock: socket.socket, *args: Any, **named: Any) -> ssl.SSLSocket:
        named.setdefault("session", self._session)
        if self._session is not None:
            self.options &= ~_PADDING  # it is for old servers, and those give no tickets of this kind
        try:
            self._last = super().wrap_socket(sock, *args, **named)
        except ssl.SSLError:
            self._session = None  # never the reason for failing twice
            self.options |= _PADDING
            raise
        return self._last

    def remember(self) -> None:
        """Keep what the connection in use may be taken up with."""
        if self._last is not None:
            with suppress(ValueError):  # closed meanwhile
                self._session = self._last.session or self._session

    def leave(self) -> None:
        self._last = None


def context() -> ResumingContext:
    made = ResumingContext(ssl.PROTOCOL_TLS_CLIENT)
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if file or folder:
        made.load_verify_locations(file, folder)
    else:
        made.load_verify_locations(certifi.where())
    return made
