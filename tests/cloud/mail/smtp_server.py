"""A real SMTP server (aiosmtpd) on 127.0.0.1 that keeps what it is sent: smtp_server.py PORT MAIL MODE [CERT KEY [USER
PASSWORD]]. MODE is none, start_tls or smtps; with a user, letters are taken from them alone."""
import asyncio
import ssl
import sys

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

port, mail, mode = int(sys.argv[1]), sys.argv[2], sys.argv[3]
certificate = sys.argv[4:6]
user = [text.encode() for text in sys.argv[6:8]]

context = None
if certificate:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and [data.login, data.password] == user
    return AuthResult(success=right, handled=right)


def serve():
    options = {"auth_required": True, "authenticator": authenticate} if user else {}
    if mode == "smtps":
        options["auth_require_tls"] = False  # it does not know that the line is encrypted already
    if mode == "start_tls":
        options |= {"tls_context": context, "require_starttls": False}
    return SMTP(Mailbox(mail), **options)


async def main():
    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", port, ssl=context if mode == "smtps" else None)
    await server.serve_forever()


asyncio.run(main())
