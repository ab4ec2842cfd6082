"""Authorizations: asked before a call, settled by its report, given back otherwise."""

from __future__ import annotations

import threading
import unittest
from decimal import Decimal
from typing import List

import purser
from tests.base import AGENT, DAY_50, WithStandIn


class TestAuthorizations(WithStandIn):
    def setUp(self) -> None:
        super().setUp()
        self.client.mesh.set_cost_policy(agent=AGENT, rules=DAY_50)

    def pending(self) -> Decimal:
        return sum((each["pending"] for each in self.stand_in.authorizations.values()), Decimal(0))

    def releases(self) -> int:
        return sum(sent.method == "DELETE" for sent in self.stand_in.sent)

    def test_a_report_settles_it(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd="0.05") as authorization:
            self.assertEqual(Decimal("0.05"), self.pending())
            authorization.report(cost_usd=0.03, metadata={"model": "gpt-4o"})
        self.assertEqual((Decimal(0), 0), (self.pending(), self.releases()))
        self.assertEqual(Decimal("0.03"), self.stand_in.spent(AGENT))

    def test_also_one_that_only_names_it(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd="0.05") as authorization:
            self.client.mesh.report_metric(
                agent=AGENT, cost_usd=0.03, authorization_id=authorization.authorization_id)
        self.assertEqual((Decimal(0), 0), (self.pending(), self.releases()))

    def test_it_is_held_for_longer(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd=1) as authorization:
            authorization.extend(ttl_seconds=42)
            self.assertEqual("2030-01-01T00:00:42Z", authorization.expires_at)

    def test_a_report_after_it_was_over_is_said_to_be_late(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd=1) as authorization:
            self.assertFalse(self.client.mesh.report_metric(agent=AGENT, cost_usd=0.01).late)
        standing = authorization.report(cost_usd=1)
        self.assertEqual((True, Decimal("0.50")), (standing.late, standing.past_limit_usd))

    def test_what_no_report_settles_is_given_back(self) -> None:
        with self.assertRaises(ZeroDivisionError), self.client.mesh.authorize(agent=AGENT, estimate_usd=1):
            raise ZeroDivisionError
        self.assertEqual((Decimal(0), 1), (self.pending(), self.releases()))

    def test_a_refused_report_settles_nothing(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd=1) as authorization:
            with self.assertRaises(purser.PurserError):
                authorization.report(metadata={"model": "gpt-4o"})
        self.assertEqual((Decimal(0), 1), (self.pending(), self.releases()))

    def test_a_report_that_parks_settles_it(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd=50) as authorization:
            self.assertEqual("PARK", authorization.report(cost_usd=50).directive)
        self.assertEqual((Decimal(0), 0), (self.pending(), self.releases()))
        with self.assertRaises(purser.Parked):
            self.client.mesh.authorize(agent=AGENT, estimate_usd="0.01")

    def test_also_one_that_raises_at_once(self) -> None:
        client = self.connect(raise_at_once=True)
        with self.assertRaises(purser.Parked):
            with client.mesh.authorize(agent=AGENT, estimate_usd=50) as authorization:
                authorization.report(cost_usd=50)
        self.assertEqual((Decimal(0), 0), (self.pending(), self.releases()))

    def test_at_the_limit_it_parks(self) -> None:
        with self.assertRaisesRegex(purser.Parked, "day 50"):
            self.client.mesh.authorize(agent=AGENT, estimate_usd=51)

    def test_a_probe_is_only_denied(self) -> None:
        with self.assertRaises(purser.Denied) as raised:
            self.client.mesh.authorize(agent=AGENT, estimate_usd=51, probe=True)
        self.assertEqual("limit", raised.exception.reason)

    def test_what_others_hold_is_worth_another_try(self) -> None:
        self.client.mesh.authorize(agent=AGENT, estimate_usd=30)
        with self.assertRaises(purser.Denied) as raised:
            self.client.mesh.authorize(agent=AGENT, estimate_usd=30)
        self.assertEqual(("pending", 200), (raised.exception.reason, raised.exception.retry_after_ms))

    def test_a_killed_agent_gets_none(self) -> None:
        self.stand_in.kill(AGENT)
        with self.assertRaisesRegex(purser.Killed, "the agent is killed"):
            self.client.mesh.authorize(agent=AGENT, estimate_usd=1)


class TestAuthorizationsOffline(WithStandIn):
    def test_they_come_from_the_allowance(self) -> None:
        self.stand_in.away = True
        with self.client.mesh.authorize(agent=AGENT, task="t", estimate_usd="0.60") as authorization:
            self.assertIsNone(authorization.authorization_id)
            with self.assertRaisesRegex(purser.Parked, "offline"):
                self.client.mesh.authorize(agent=AGENT, task="t", estimate_usd="0.60")
            authorization.report(cost_usd="0.30")
            self.client.mesh.authorize(agent=AGENT, task="t", estimate_usd="0.65").release()
        with self.client.mesh.authorize(agent=AGENT, task="t", estimate_usd="0.60"):
            pass
        with self.client.mesh.authorize(agent=AGENT, task="t", estimate_usd="0.60") as authorization:
            pass
        with self.assertRaises(purser.Parked):
            self.client.mesh.authorize(agent=AGENT, task="t", model="gpt-4o", tokens_in=1, max_tokens_out=20_000)
        self.stand_in.away = False
        self.client._spool.away_until = 0
        self.client.flush()
        self.assertEqual((Decimal("0.30"), 0), (self.stand_in.spent(AGENT), self.client.spooled))

    def test_threads_cannot_pass_together(self) -> None:
        self.stand_in.away = True
        self.client.mesh.report_metric(agent=AGENT, cost_usd=0)
        given: List[purser.Authorization] = []

        def work() -> None:
            try:
                given.append(self.client.mesh.authorize(agent=AGENT, estimate_usd="0.15"))
            except purser.Parked:
                pass

        threads = [threading.Thread(target=work) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(6, len(given))

    def test_one_that_cannot_be_given_back_is_given_back_later(self) -> None:
        with self.client.mesh.authorize(agent=AGENT, estimate_usd=1):
            self.stand_in.away = True
        self.assertEqual(1, self.client.spooled)
        self.stand_in.away = False
        self.client._spool.away_until = 0
        self.client.flush()
        self.assertEqual([Decimal(0)], [each["pending"] for each in self.stand_in.authorizations.values()])


if __name__ == "__main__":
    unittest.main()
