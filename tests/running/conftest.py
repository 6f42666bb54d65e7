"""Data of a run that tests of real processes share, because its first start takes a while."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data() -> Iterator[Path]:
    """A folder that every account can reach, unlike that of `tmp_path`."""
    folder = Path(tempfile.mkdtemp(prefix="handover-test-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
