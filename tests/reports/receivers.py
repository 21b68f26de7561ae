"""What reports are sent to in tests: a mail server and a webhook on loopback, which may refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import create_server

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.forges.server import Fault, Forge, Reply, Request


class Webhook(Forge):
    """Takes whatever is posted to it."""

    def answer(self, request: Request) -> Reply:
        """Say what Slack and Workflows say."""
        return Reply(200, b"ok")

    def refuse(self, times: int) -> None:
        """Answer the next requests with 503."""
        self.add_fault(Fault(lambda request, reply: Reply(503), times=times))


@dataclass
class Post:
    """A mail server.

    Attributes:
        port: Where it listens on 127.0.0.1.
        taken: Mails that it took, with the address that each was for.
        refusals: How many of the next mails it refuses.
        unknown: Addresses that it does not know.
    """

    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refusals: int = 0
    unknown: set[str] = field(default_factory=set)

    def address(self, *people: str) -> str:
        """Return the Apprise address that leads to *people* through it."""
        return f"mailto://127.0.0.1:{self.port}/?from=waymark@example.org&to={','.join(people)}"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that is known."""
        if address in self.unknown:
            return "550 Nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a mail, or refuse it for now."""
        if self.refusals:
            self.refusals -= 1
            return "451 Try again later"
        content = envelope.content
        assert isinstance(content, bytes)
        made = message_from_bytes(content, policy=policy.default)
        assert isinstance(made, EmailMessage)
        self.taken += [(address, made) for address in envelope.rcpt_tos]
        return "250 OK"


@contextmanager
def post() -> Iterator[Post]:
    """Serve mail while it is open."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    made = Post(port)
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield made
    finally:
        controller.stop()
