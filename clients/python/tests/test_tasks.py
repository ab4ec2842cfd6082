"""Tracked tasks: opened, metered, parked and released, ended."""

from __future__ import annotations

import threading
import time
import unittest
from decimal import Decimal
from typing import Any, Callable, Dict

import purser
from tests.base import AGENT, DAY_50, WithStandIn


class TestTasks(WithStandIn):
    def intent(self) -> Dict[str, Any]:
        """The one intent there is."""
        (intent,) = self.stand_in.intents.values()
        return intent

    def when(self, condition: Callable[[], bool], act: Callable[[], None]) -> None:
        """Acts from another thread as soon as the condition holds."""
        def watch() -> None:
            until = time.monotonic() + 20
            while not condition() and time.monotonic() < until:
                time.sleep(0.005)
            act()

        thread = threading.Thread(target=watch)
        thread.start()
        self.addCleanup(thread.join)

    def waits(self) -> bool:
        return any("/directive?" in sent.path for sent in self.stand_in.sent)

    def test_a_task_is_opened_metered_and_completed(self) -> None:
        with self.client.task(AGENT, "ticket-4711") as task:
            self.assertEqual("IN_PROGRESS", self.intent()["status"])
            self.assertEqual(self.intent()["intent_id"], task.intent_id)
            standing = task.report(cost_usd=0.03, metadata={"model": "gpt-4o"})
            with task.authorize(estimate_usd=0.10) as authorization:
                authorization.report(cost_usd=0.07)
            task.result["answer"] = 42
        self.assertEqual(Decimal("0.03"), standing.intent_cost_usd)
        self.assertEqual(Decimal("0.10"), self.stand_in.spent(AGENT, task.intent_id))
        self.assertEqual(("COMPLETED", {"answer": 42}), (self.intent()["status"], self.intent()["result"]))

    def test_an_exception_fails_it(self) -> None:
        with self.assertRaises(ZeroDivisionError), self.client.task(AGENT, "t"):
            raise ZeroDivisionError("no")
        self.assertEqual(("FAILED", "ZeroDivisionError: no"), (self.intent()["status"], self.intent()["error"]))

    def test_it_waits_for_its_release_and_goes_on(self) -> None:
        self.client.mesh.set_cost_policy(agent=AGENT, rules=DAY_50)
        resume = f"/v1/mesh/agents/{AGENT.replace('/', '%2F')}/resume"
        self.when(self.waits, lambda: void(self.connect().call("POST", resume, {"grant_usd": 10})))
        with self.client.task(AGENT, "t") as task:
            self.assertEqual("PARK", task.report(cost_usd=50).directive)
            task.check()
            self.assertEqual(Decimal(5), task.report(cost_usd=5).remaining_usd)
        self.assertTrue(self.waits())
        self.assertEqual("COMPLETED", self.intent()["status"])

    def test_parked_work_stops_before_its_first_call(self) -> None:
        self.stand_in.park(AGENT, "by hand")
        with self.assertRaises(purser.Parked):
            with self.client.task(AGENT, "t", wait=False):
                self.fail("the block was entered")
        self.assertNotIn(self.intent()["status"], ("FAILED", "COMPLETED"))

    def test_a_refused_authorization_waits_and_asks_again(self) -> None:
        with self.client.task(AGENT, "t") as task:
            self.stand_in.park(AGENT, "by hand")
            self.when(self.waits, lambda: self.stand_in.release(AGENT))
            with task.authorize(estimate_usd=1) as authorization:
                self.assertIsNotNone(authorization.authorization_id)

    def test_it_waits_no_longer_than_it_was_told(self) -> None:
        started = time.monotonic()
        with self.assertRaises(purser.Parked), self.client.task(AGENT, "t", wait=1.0) as task:
            self.stand_in.park(AGENT, "by hand")
            task.report(cost_usd=1)
            task.check()
        self.assertTrue(1 <= time.monotonic() - started < 5)
        self.assertEqual("IN_PROGRESS", self.intent()["status"])  # parked, and not resolved

    def test_one_that_does_not_wait_raises_at_once(self) -> None:
        with self.assertRaises(purser.Parked), self.client.task(AGENT, "t", wait=False) as task:
            self.stand_in.park(AGENT, "by hand")
            task.report(cost_usd=1)
            task.check()
        self.assertFalse(self.waits())

    def test_paid_work_that_ends_with_a_park_is_completed(self) -> None:
        with self.client.task(AGENT, "t") as task:
            self.stand_in.park(AGENT, "by hand")
            self.assertEqual("PARK", task.report(cost_usd=1).directive)
            task.result["answer"] = 42
        self.assertEqual(("COMPLETED", {"answer": 42}), (self.intent()["status"], self.intent()["result"]))

    def test_a_kill_ends_the_wait(self) -> None:
        self.when(self.waits, lambda: self.stand_in.kill(AGENT))
        with self.assertRaises(purser.Killed), self.client.task(AGENT, "t") as task:
            self.stand_in.park(AGENT, "by hand")
            task.report(cost_usd=1)
            task.check()
        self.assertEqual("IN_PROGRESS", self.intent()["status"])  # the stand-in resolves nothing by itself

    def test_the_wait_outlives_an_outage(self) -> None:
        def outage() -> None:
            self.stand_in.away = True
            self.stand_in.release(AGENT)
            seen = len(self.stand_in.sent)
            self.when(lambda: len(self.stand_in.sent) > seen + 3, lambda: setattr(self.stand_in, "away", False))

        with self.client.task(AGENT, "t") as task:
            self.stand_in.park(AGENT, "by hand")
            self.when(self.waits, outage)
            task.report(cost_usd=1)
            task.report(cost_usd=1)
        self.assertEqual("COMPLETED", self.intent()["status"])

    def test_so_does_the_wait_of_an_intent_that_is_no_task(self) -> None:
        intent_id = self.client.intents.create(to_agent=AGENT, payload={})["intent_id"]
        self.stand_in.park(AGENT, "by hand")
        self.stand_in.away = True

        def back() -> None:
            self.stand_in.away = False
            self.stand_in.release(AGENT)

        self.when(lambda: len(self.stand_in.sent) > 4, back)
        self.assertEqual("CONTINUE", self.client.intents.wait_for_release(intent_id).directive)

    def test_work_done_while_purser_was_away_is_told_later(self) -> None:
        with self.client.task(AGENT, "t") as task:
            self.stand_in.away = True
            self.assertTrue(task.report(cost_usd=0.5).offline)
        self.assertEqual(2, self.client.spooled)
        self.stand_in.away = False
        self.client._spool.away_until = 0
        self.client.flush()
        self.assertEqual((Decimal("0.5"), "COMPLETED"), (self.stand_in.spent(AGENT), self.intent()["status"]))

    def test_a_task_that_spent_its_offline_allowance_waits_until_purser_is_back(self) -> None:
        self.stand_in.away = True
        spooled = lambda: self.client.spooled > 0  # noqa: E731
        with self.client.task(AGENT, "t") as task:
            self.assertIsNone(task.intent_id)
            self.when(spooled, lambda: setattr(self.stand_in, "away", False))
            self.assertEqual("PARK", task.report(cost_usd=2).directive)
            task.check()
            self.assertEqual(self.intent()["intent_id"], task.intent_id)
        self.assertEqual((Decimal(2), "COMPLETED"), (self.stand_in.spent(AGENT), self.intent()["status"]))

    def test_an_exception_is_not_hidden_by_purser_being_away(self) -> None:
        with self.assertRaises(ZeroDivisionError), self.client.task(AGENT, "t"):
            self.stand_in.away = True
            raise ZeroDivisionError


def void(_: object) -> None:
    pass


if __name__ == "__main__":
    unittest.main()
