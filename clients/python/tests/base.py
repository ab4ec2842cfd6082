"""What the tests share."""

from __future__ import annotations

import logging
import unittest
from typing import Any
from unittest import mock

import purser
from tests.stand_in import KEY, StandIn

AGENT = "agent://myorg/production/research-agent"
DAY_50 = [{"period": "day", "limit_usd": 50.00, "action": "pause", "notify": ["ops@company.com"]}]


class WithStandIn(unittest.TestCase):
    """A stand-in for Purser and a client that does not pause long."""

    def setUp(self) -> None:
        self.stand_in = StandIn()
        self.addCleanup(self.stand_in.close)
        for name, short in (("_FIRST_PAUSE", 0.01), ("_AWAY_SECONDS", 0.05)):
            patch = mock.patch.object(purser, name, short)
            patch.start()
            self.addCleanup(patch.stop)
        logging.disable(logging.ERROR)
        self.addCleanup(logging.disable, logging.NOTSET)
        self.client = self.connect()

    def connect(self, **options: Any) -> purser.Client:
        client = purser.Client(self.stand_in.url, KEY, **{"timeout": 5.0, "attempts": 3, **options})
        self.addCleanup(client.close)
        return client
