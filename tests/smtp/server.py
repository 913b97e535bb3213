"""A real SMTP server for the tests: accepts, refuses, delays, cuts. Needs aiosmtpd.

    server.py FOLDER [--starttls | --tls] [--auth]

Writes its port to FOLDER/port once it listens, each message it took to FOLDER/NNNN.eml, and does at each moment what FOLDER/mode says:
accept, refuse (550 to every recipient), later (451), cut (the line is closed in the middle of the message), swallow (the message is
taken, and the line closed before that is said), slow (three seconds before it is said). With TLS, FOLDER holds cert.pem and key.pem.
It ends with its standard input.
"""
import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

FOLDER = pathlib.Path(sys.argv[1])
OPTIONS = sys.argv[2:]


def mode():
    return (FOLDER / "mode").read_text().strip()


class Cutting(SMTP):
    async def smtp_DATA(self, arg):
        if mode() == "cut":
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if mode() == "refuse" or address.startswith("refuse@"):
            return "550 5.1.1 no such user"
        if mode() == "later":
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Handler.count += 1
        said = mode()
        path = FOLDER / f"{Handler.count:04}.part"
        path.write_bytes(envelope.content)
        path.rename(path.with_suffix(".eml"))
        if said == "swallow":
            server.transport.abort()
            await asyncio.sleep(3600)
        if said == "slow":
            await asyncio.sleep(3)
        return "250 taken"


def known(server, session, envelope, mechanism, data):
    if isinstance(data, LoginPassword) and (data.login, data.password) == (b"demandes", b"mot de passe"):
        return AuthResult(success=True)
    return AuthResult(success=False, handled=False)


async def main():
    context = None
    if "--tls" in OPTIONS or "--starttls" in OPTIONS:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(FOLDER / "cert.pem", FOLDER / "key.pem")
    settings = {"hostname": "localhost"}
    if "--starttls" in OPTIONS:
        settings.update(tls_context=context, require_starttls=True)
    if "--auth" in OPTIONS:
        settings.update(authenticator=known, auth_required=True, auth_require_tls="--starttls" in OPTIONS)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Cutting(Handler(), **settings), "127.0.0.1", 0, ssl=context if "--tls" in OPTIONS else None
    )
    port = FOLDER / "port.part"
    port.write_text(str(server.sockets[0].getsockname()[1]))
    port.rename(FOLDER / "port")
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
