"""The article's listings against a running Purser, which PURSER_URL and PURSER_API_KEY (an admin's) name:

    PURSER_URL=http://127.0.0.1:8080 PURSER_API_KEY=... python3 clients/python/tests/live.py
"""

from __future__ import annotations

import os
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import purser  # noqa: E402
from tests.article import Article  # noqa: E402

WHY = "no running Purser is named: set PURSER_URL and PURSER_API_KEY to run the article's listings against it"


@unittest.skipUnless(os.environ.get("PURSER_URL") and os.environ.get("PURSER_API_KEY"), WHY)
class Live(Article, unittest.TestCase):
    def setUp(self) -> None:
        self.client = purser.Client()
        self.addCleanup(self.client.close)


if __name__ == "__main__":
    unittest.main(verbosity=2)
