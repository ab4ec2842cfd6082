"""What may be spent while Purser does not answer, and what becomes of it."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
import unittest
from decimal import Decimal
from pathlib import Path
from unittest import mock

import purser
from tests.base import AGENT, DAY_50, WithStandIn
from tests.stand_in import CUT_AFTER, KEY, Fault


class TestOffline(WithStandIn):
    def setUp(self) -> None:
        super().setUp()
        self.client = self.connect(raise_at_once=True)

    def report(self, cost: purser.Money, task: str = "t") -> purser.Standing:
        return self.client.mesh.report_metric(agent=AGENT, task=task, cost_usd=cost)

    def test_reports_wait_and_are_sent_first_and_in_order(self) -> None:
        self.stand_in.away = True
        for cost in ("0.01", "0.02", "0.03"):
            self.assertTrue(self.report(cost).offline)
        self.assertEqual(3, self.client.spooled)
        self.come_back()
        standing = self.report("0.04")
        self.assertEqual(
            [Decimal(f"0.0{n}") for n in (1, 2, 3, 4)], [cost for _, _, cost, _ in self.stand_in.entries])
        self.assertEqual((Decimal("0.1"), False), (standing.intent_cost_usd, standing.offline))
        self.assertEqual(0, self.client.spooled)

    def test_what_arrived_though_its_answer_was_lost_is_counted_once(self) -> None:
        self.stand_in.faults += [CUT_AFTER, CUT_AFTER, CUT_AFTER]
        self.assertTrue(self.report("0.01").offline)
        self.come_back()
        self.client.flush()
        self.assertEqual(Decimal("0.01"), self.stand_in.spent(AGENT))

    def test_an_intent_stops_at_a_dollar(self) -> None:
        self.stand_in.away = True
        for _ in range(33):
            self.report(0.03)
        with self.assertRaisesRegex(purser.Parked, r"offline: .*\$1\.02 of the \$1 allowed") as raised:
            self.report(0.03)
        self.assertTrue(raised.exception.offline)
        self.assertTrue(self.report(0.03, "another task").offline)
        self.come_back()
        self.client.flush()
        self.assertEqual(Decimal("1.05"), self.stand_in.spent(AGENT))

    def test_or_at_what_it_had_left(self) -> None:
        self.client.mesh.set_cost_policy(agent=AGENT, rules=DAY_50)
        self.assertEqual(Decimal("0.05"), self.report("49.95").remaining_usd)
        self.stand_in.away = True
        self.report("0.04")
        with self.assertRaises(purser.Parked):
            self.report("0.01")

    def test_or_at_what_the_policy_says(self) -> None:
        self.stand_in.policies[AGENT] = {"rules": [], "offline_usd": 2}
        self.report("0.01")
        self.stand_in.away = True
        self.report("1.99")
        with self.assertRaisesRegex(purser.Parked, r"of the \$2 allowed"):
            self.report("0.01")

    def test_or_at_what_the_client_was_told(self) -> None:
        self.client = self.connect(offline_usd=0, raise_at_once=True)
        self.stand_in.away = True
        with self.assertRaises(purser.Parked):
            self.report(0)

    def test_who_was_parked_stays_parked(self) -> None:
        self.stand_in.hides_limits = True
        self.stand_in.park(AGENT, "by hand")
        with self.assertRaises(purser.Parked):
            self.report(0.01)
        self.stand_in.away = True
        with self.assertRaises(purser.Parked) as raised:
            self.report(0.01)
        self.assertTrue(raised.exception.offline)

    def test_unpriced_tokens_count_as_dear(self) -> None:
        self.stand_in.away = True
        with self.assertRaises(purser.Parked):
            tokens = {"model": "m", "tokens_in": 20_000, "tokens_out": 10_000}
            self.client.mesh.report_metric(agent=AGENT, metadata=tokens)

    def test_the_spool_is_bounded_and_never_loses_a_cost_silently(self) -> None:
        self.client = self.connect(spool=2, raise_at_once=True)
        self.stand_in.away = True
        self.report(0.01)
        with self.assertRaisesRegex(purser.Parked, "2 requests wait"):
            self.report(0.02)
        with self.assertRaisesRegex(purser.Parked, "2 requests wait"), mock.patch.object(purser._log, "error") as error:
            self.report(0.04)
        self.assertIn("a report of $0.04: it is lost", error.call_args.args[0] % error.call_args.args[1:])
        self.come_back()
        self.client.flush()
        self.assertEqual(Decimal("0.03"), self.stand_in.spent(AGENT))

    def test_a_busy_loop_notices_that_purser_is_back(self) -> None:
        self.stand_in.away = True
        self.report(0)
        self.stand_in.away = False
        until = time.monotonic() + 10
        while self.client.spooled and time.monotonic() < until:
            with contextlib.suppress(purser.Parked):  # a fast loop fills the spool before Purser is asked again
                self.report(0)
        self.assertEqual(0, self.client.spooled)

    def test_while_reports_wait_nobody_waits_for_purser(self) -> None:
        self.stand_in.away = True
        self.report(0.01)
        self.come_back()
        self.stand_in.faults.append(Fault(status=503, retry_after="30"))
        started = time.monotonic()
        self.assertTrue(self.report(0.01).offline)
        self.assertLess(time.monotonic() - started, 5)

    def test_for_a_moment_nobody_asks_again(self) -> None:
        self.stand_in.away = True
        self.report(0.01)
        asked = len(self.stand_in.sent)
        self.client._spool.away_until = time.monotonic() + 60
        self.assertTrue(self.report(0.01).offline)
        with self.client.mesh.authorize(agent=AGENT, estimate_usd=0.01):
            pass
        self.assertEqual(asked, len(self.stand_in.sent))
        self.come_back()

    def test_only_one_thread_sends_what_waits(self) -> None:
        self.client = self.connect(attempts=1)
        self.stand_in.away = True
        for _ in range(90):
            self.report(0.01)
        self.come_back()
        asked = len(self.stand_in.sent)
        threads = [threading.Thread(target=self.client.flush) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual((90, Decimal("0.90")), (len(self.stand_in.sent) - asked, self.stand_in.spent(AGENT)))

    def test_a_key_that_is_revoked_loses_no_report_and_lets_nothing_more_be_bought(self) -> None:
        self.client.mesh.check(agent=AGENT, task="t")
        self.stand_in.faults += [Fault(status=401)] * 3
        for _ in range(2):
            with self.assertRaises(purser.PurserError) as raised:
                self.report("0.01")
            self.assertEqual(401, raised.exception.status)
        self.assertEqual(2, self.client.spooled)
        with self.assertRaises(purser.PurserError):
            self.client.mesh.check(agent=AGENT, task="t")
        self.client.mesh.check(agent=AGENT, task="t")
        self.assertEqual((0, Decimal("0.02")), (self.client.spooled, self.stand_in.spent(AGENT)))

    def test_one_refused_report_does_not_hold_up_the_others(self) -> None:
        self.stand_in.away = True
        self.client.mesh.report_metric(intent_id="00000000-0000-0000-0000-000000000000", cost_usd=0.5)
        self.report(0.01)
        self.come_back()
        self.client.flush()
        self.assertEqual((0, Decimal("0.01")), (self.client.spooled, self.stand_in.spent(AGENT)))

    def test_a_key_that_was_withdrawn_loses_nothing(self) -> None:
        self.stand_in.away = True
        self.report(0.01)
        self.come_back()
        self.stand_in.faults.append(Fault(status=401))
        with self.assertRaises(purser.PurserError):
            self.client.flush()
        self.client.flush()
        self.assertEqual(Decimal("0.01"), self.stand_in.spent(AGENT))

    def test_threads_lose_and_double_nothing(self) -> None:
        self.client = self.connect(offline_usd=1000, attempts=1)
        stop = threading.Event()

        def flicker() -> None:
            while not stop.wait(0.02):
                self.stand_in.away = not self.stand_in.away

        def work(name: str) -> None:
            for _ in range(40):
                self.report(0.01, name)

        flickering = threading.Thread(target=flicker)
        workers = [threading.Thread(target=work, args=(f"task {n}",)) for n in range(8)]
        for thread in [flickering, *workers]:
            thread.start()
        for thread in workers:
            thread.join()
        stop.set()
        flickering.join()
        self.come_back()
        self.client.flush()
        self.assertEqual(Decimal("3.20"), self.stand_in.spent(AGENT))

    def test_nobody_listening_counts_as_away(self) -> None:
        self.stand_in.close()
        self.stand_in._server.server_close()
        self.assertTrue(self.report(0.01).offline)
        self.stand_in = type(self.stand_in)()

    def test_a_program_that_ends_sends_what_waits(self) -> None:
        program = (
            "import sys, purser\n"
            "client = purser.Client(sys.argv[1], sys.argv[2], attempts=1)\n"
            f"assert client.mesh.report_metric(agent={AGENT!r}, cost_usd=0.25).offline\n"
            "import time; time.sleep(1.1)\n")
        self.stand_in.faults.append(Fault(status=503))
        subprocess.run(
            [sys.executable, "-c", program, self.stand_in.url, KEY], check=True, stderr=subprocess.DEVNULL, timeout=60,
            cwd=Path(purser.__file__).parent)
        self.assertEqual(Decimal("0.25"), self.stand_in.spent(AGENT))

    def come_back(self) -> None:
        self.stand_in.away = False
        self.client._spool.away_until = 0


if __name__ == "__main__":
    unittest.main()
