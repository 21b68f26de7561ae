"""The body of an answer, read whole and no longer than a forge's answers are."""

import time
from typing import Final

from requests.models import Response

from programme.errors import SourceError
from sources.failures import ForgeSource

BODY_SECONDS: Final = 120
BODY_BYTES: Final = 64 * 1024 * 1024


def read_body(response: Response, source: ForgeSource) -> bytes:
    """Read the body of *response*, unpacked.

    Raises:
        SourceError: If it is too large, or comes too slowly.
    """
    deadline = time.monotonic() + BODY_SECONDS
    body = bytearray()
    while chunk := response.raw.read1(65536, decode_content=True):
        body += chunk
        if len(body) > BODY_BYTES or time.monotonic() > deadline:
            response.raw.close()
            raise SourceError(
                f"{source.name} gave an answer too large or too slow to take in; "
                "check url, or try later."
            )
    response.raw.release_conn()
    return bytes(body)
