"""Secures a plain server on the loopback with a certificate made for the test, as a front server would."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit


def make_certificate(folder: Path) -> Path:
    """Key and certificate of `localhost` in one file; whoever trusts the file trusts the server."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = folder / "tls.pem"
    file.write_bytes(private + made.public_bytes(pem))
    return file


@contextmanager
def tls_front(server: str, folder: Path, *, keeps_sessions: bool = True) -> Iterator[tuple[str, Path]]:
    """The secure address of the server, and the file to trust.

    A front server that keeps its sessions (`ssl_session_tickets off` in nginx) hands out short names of them;
    one that does not sends them along, wrapped.
    """
    file = make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    if keeps_sessions:
        # As nginx does: the session of a line that broke off is kept, too.
        context.options |= ssl.OP_NO_TICKET | ssl.OP_IGNORE_UNEXPECTED_EOF
        context.num_tickets = 1
    onward = urlsplit(server)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threads: list[Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                thread = Thread(target=serve, args=(connection,))
                threads.append(thread)
                thread.start()

        def serve(connection: socket.socket) -> None:
            address = onward.hostname or "", onward.port or 0
            with (
                suppress(OSError),
                context.wrap_socket(connection, server_side=True) as secure,
                socket.create_connection(address) as plain,
            ):
                back = Thread(target=pipe, args=(plain, secure))
                back.start()
                pipe(secure, plain)
                secure.settimeout(0.1)
                with suppress(OSError):
                    secure.unwrap()  # a session that was not ended is not kept
                back.join()

        acceptor = Thread(target=accept)
        acceptor.start()
        try:
            yield f"https://localhost:{listener.getsockname()[1]}", file
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            acceptor.join()
            for thread in threads:
                thread.join()


def pipe(source: socket.socket, target: socket.socket) -> None:
    """Pass on until one side ends; then end the other."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        socket.socket.shutdown(target, socket.SHUT_RDWR)
