"""Where the shared facts lie that tests are held against; on a user's machine they may be absent.
No test belongs here."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/data is not beside the project; it is in CI")
