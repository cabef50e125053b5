"""One file is brought in: what is clearly no audio is not read to its end."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from hub.ports import AudioFound, AudioWanted
from hub.recordings.formats import BadAudio
from hub.recordings.take import take
from tests.hub.recordings.conftest import Desk


class EndlessPage:
    """A web server that answers every name with a page that never ends."""

    chunks = 0

    async def find(self, wanted: AudioWanted) -> Sequence[AudioFound]:
        """Nothing."""
        return []

    async def read(self, found: AudioFound) -> AsyncIterator[bytes]:
        """The page."""
        while self.chunks < 50:
            self.chunks += 1
            yield b"<html>sign in</html>" * 1_000


async def test_a_page_that_never_ends_is_left_at_its_beginning(desk: Desk) -> None:
    page = EndlessPage()
    with pytest.raises(BadAudio) as caught:
        await take(page, AudioFound("x.wav", "recording:x.wav", None), desk.blobs, 100_000_000)
    assert caught.value.reason == "not_audio"
    assert page.chunks == 1
