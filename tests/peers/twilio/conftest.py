"""One Prism for all tests: it keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.peers.twilio.prism import CannotInstallError, prism


@pytest.fixture(scope="session")
def contract_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with prism(tmp_path_factory.mktemp("prism") / "prism.log") as url:
            yield url
    except CannotInstallError as error:
        pytest.skip(str(error))
