"""Stands between the server and its database on loopback, and cuts the connection where a test says."""

import contextlib
import socket
import threading
from collections.abc import Callable


class CuttingProxy:
    """`cuts` sees what the client sent so far and says whether to cut now; asked until it says yes once.

    With `after_answer` the other side gets it and answers, but the answer is lost.
    """

    def __init__(self, host: str, port: int) -> None:
        self._there = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.cuts: Callable[[bytes], bool] | None = None
        self.after_answer = False
        self.cut = 0
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._there)
            except OSError:
                return
            self._open += [near, far]
            for pump in ((self._out, near, far), (self._back, far, near)):
                thread = threading.Thread(target=pump[0], args=pump[1:], daemon=True)
                self._threads.append(thread)
                thread.start()

    def _out(self, near: socket.socket, far: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(1 << 16):
                if self.cuts is not None and self.cuts(data):
                    self.cuts = None
                    self.cut += 1
                    if self.after_answer:
                        self._lose_answer(data, far, near)
                    break
                far.sendall(data)
        _end(near, far)

    def _lose_answer(self, data: bytes, far: socket.socket, near: socket.socket) -> None:
        """End the client's side first, so that the other pump has nowhere to bring the answer."""
        near.shutdown(socket.SHUT_RDWR)
        far.sendall(data)
        far.settimeout(2)
        with contextlib.suppress(OSError):
            while far.recv(1 << 16):
                pass

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := far.recv(1 << 16):
                near.sendall(data)
        if not self.after_answer:
            _end(near, far)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        _end(*self._open)
        for thread in self._threads:
            thread.join(5)


def _end(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
