"""Reports: sent once and for all, exactly, and obeyed."""

from __future__ import annotations

import socket
import threading
import time
import unittest
import uuid
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from email.utils import formatdate
from http.client import HTTPConnection
from typing import Any, Dict, List
from unittest import mock

import purser
from tests.base import AGENT, DAY_50, WithStandIn
from tests.stand_in import CUT_AFTER, CUT_BEFORE, KEY, Fault


class TestSending(WithStandIn):
    def test_a_report_goes_out_at_once_as_the_article_shows_it(self) -> None:
        intent_id = self.client.intents.create(to_agent=AGENT, payload={})["intent_id"]
        standing = self.client.mesh.report_metric(
            agent=AGENT,
            intent_id=intent_id,
            cost_usd=0.03,
            metadata={"model": "gpt-4o", "tokens_in": 1200, "tokens_out": 350},
        )
        sent = self.stand_in.sent[-1]
        self.assertEqual(("POST", "/v1/mesh/metrics"), (sent.method, sent.path))
        self.assertEqual("application/json", sent.headers["content-type"])
        body = sent.body
        uuid.UUID(body.pop("report_id"))
        self.assertEqual({
            "agent": AGENT, "intent_id": intent_id, "cost_usd": Decimal("0.03"),
            "metadata": {"model": "gpt-4o", "tokens_in": 1200, "tokens_out": 350}}, body)
        self.assertEqual("CONTINUE", standing.directive)
        self.assertEqual(intent_id, standing.intent_id)
        self.assertEqual(Decimal("0.03"), standing.intent_cost_usd)

    def test_money_travels_exactly(self) -> None:
        for given, travels in (
            (0.03, "0.03"), (0.1 + 0.2, "0.30000000000000004"), (1e-07, "1e-07"), (5, "5"), (0, "0"),
            (Decimal("0.10"), '"0.10"'), (Decimal("1E-8"), '"0.00000001"'), (Decimal("1E+3"), '"1000"'),
            ("0.123456789", '"0.123456789"'), ("2e-3", '"0.002"'), (Decimal("1E-999999999"), '"1E-999999999"'),
        ):
            with self.subTest(given=given):
                with mock.patch.object(purser.Client, "_spend") as spend:
                    self.client.mesh.report_metric(agent=AGENT, cost_usd=given)
                body = spend.call_args.args[0].payload
                self.assertIn(f'"cost_usd":{travels},'.encode(), body.replace(b"}", b",}"))

    def test_amounts_come_back_as_decimals(self) -> None:
        self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=0.1)
        standing = self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd="0.2")
        self.assertEqual((Decimal("0.3"), Decimal), (standing.intent_cost_usd, type(standing.intent_cost_usd)))
        self.assertIsInstance(standing.answer["today_usd"], Decimal)

    def test_a_wrong_argument_is_named_and_nothing_is_sent(self) -> None:
        wrong: List[Dict[str, Any]] = [{"cost_usd": amount} for amount in (
            -0.01, float("nan"), float("inf"), "abc", "", True, Decimal("NaN"), Decimal("1000000.01"), "1e999999999",
            [1],
        )]
        wrong += [{}, {"metadata": {"tokens_in": 5}}, {"metadata": {"cost_usd": -1}}]
        for arguments in wrong:
            with self.subTest(arguments=arguments), self.assertRaisesRegex(ValueError, "cost_usd"):
                self.client.mesh.report_metric(agent=AGENT, **arguments)
        with self.assertRaisesRegex(TypeError, "object cannot be sent"):
            self.client.mesh.report_metric(agent=AGENT, cost_usd=1, metadata={"x": object()})
        self.assertEqual([], self.stand_in.sent)

    def test_tokens_alone_are_left_to_purser_to_price(self) -> None:
        self.client.mesh.report_metric(agent=AGENT, metadata={"model": "gpt-4o", "tokens_in": 10, "tokens_out": 3})
        self.assertNotIn("cost_usd", self.stand_in.sent[0].body)

    def test_a_time_is_sent_in_utc(self) -> None:
        at = datetime(2025, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=45)))
        self.client.mesh.report_metric(agent=AGENT, cost_usd=1, occurred_at=at)
        self.assertEqual("2025-03-01T06:15:00+00:00", self.stand_in.sent[0].body["occurred_at"])


class TestRepeating(WithStandIn):
    def test_a_report_whose_answer_was_lost_is_counted_once(self) -> None:
        self.stand_in.faults += [CUT_AFTER, CUT_BEFORE]
        standing = self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=0.03)
        self.assertEqual(3, len(self.stand_in.sent))
        self.assertEqual(1, len({sent.raw for sent in self.stand_in.sent}))
        self.assertEqual(Decimal("0.03"), self.stand_in.spent(AGENT))
        self.assertEqual(Decimal("0.03"), standing.intent_cost_usd)

    def test_a_connection_that_died_while_idle_goes_unnoticed(self) -> None:
        self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        self.client._thread.slot.connection.sock.shutdown(socket.SHUT_RDWR)
        with mock.patch("purser.time.sleep") as sleep:
            self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        sleep.assert_called_once_with(0.0)
        self.assertEqual(Decimal(2), self.stand_in.spent(AGENT))

    def test_an_answer_that_does_not_come_in_time_is_asked_for_again(self) -> None:
        self.stand_in.faults.append(Fault(acts=True, hangs=3))
        started = time.monotonic()
        self.connect(timeout=0.2).mesh.report_metric(agent=AGENT, cost_usd=1)
        self.assertLess(time.monotonic() - started, 2)
        self.assertEqual(Decimal(1), self.stand_in.spent(AGENT))
        self.assertEqual(2, len(self.stand_in.sent))

    def test_it_waits_as_long_as_a_503_says(self) -> None:
        self.stand_in.faults.append(Fault(status=503, retry_after="1"))
        started = time.monotonic()
        self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        self.assertGreaterEqual(time.monotonic() - started, 1)
        self.assertEqual(1, len({sent.raw for sent in self.stand_in.sent}))

    def test_or_until_the_date_that_it_names(self) -> None:
        self.stand_in.faults.append(Fault(status=503, retry_after=formatdate(time.time() + 20, usegmt=True)))
        with mock.patch("purser.time.sleep") as sleep:
            self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        self.assertAlmostEqual(20, sleep.call_args.args[0], delta=2)

    def test_a_date_counts_by_the_servers_clock_and_what_cannot_be_read_says_nothing(self) -> None:
        date = "Wed, 21 Oct 2015 07:28:00 GMT"
        for said, now, seconds in (
            ("Wed, 21 Oct 2015 07:28:09 GMT", date, 9.0), ("Wed, 21 Oct 2015 07:27:00 GMT", date, -60.0),
            ("7", date, 7.0), ("soon", date, None), ("", None, None), (None, None, None), ("-3", None, None),
            ("Wed, 99 Oct 2015 07:28:09 GMT", date, None),
        ):
            with self.subTest(said=said):
                self.assertEqual(seconds, purser._seconds(said, now))

    def test_but_never_longer_than_thirty_seconds(self) -> None:
        self.stand_in.faults.append(Fault(status=503, retry_after="86400"))
        with mock.patch("purser.time.sleep") as sleep:
            self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        sleep.assert_called_once_with(30.0)

    def test_and_never_beyond_its_patience(self) -> None:
        self.stand_in.faults.append(Fault(status=503, retry_after="20"))
        with self.assertRaises(purser.Unavailable) as raised, mock.patch("purser.time.sleep") as sleep:
            self.connect(patience=10).mesh.set_cost_policy(agent=AGENT, rules=DAY_50)
        sleep.assert_not_called()
        self.assertEqual(503, raised.exception.status)

    def test_it_gives_up_after_its_attempts(self) -> None:
        self.stand_in.away = True
        with self.assertRaises(purser.Unavailable) as raised:
            self.client.mesh.set_cost_policy(agent=AGENT, rules=DAY_50)
        self.assertEqual(3, len(self.stand_in.sent))
        self.assertEqual((0, 3), (raised.exception.status, raised.exception.attempts))

    def test_what_is_refused_is_not_repeated(self) -> None:
        for status in (400, 409, 422, 429, 500):
            with self.subTest(status=status), self.assertRaises(purser.PurserError) as raised:
                self.stand_in.faults.append(Fault(status=status, retry_after="5"))
                self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
            self.assertEqual(status, raised.exception.status)
        self.assertEqual(5, len(self.stand_in.sent))

    def test_an_intent_is_created_once(self) -> None:
        self.stand_in.faults.append(CUT_BEFORE)
        self.client.intents.create(to_agent=AGENT, payload={"n": 1})
        self.assertEqual(1, len({sent.headers["idempotency-key"] for sent in self.stand_in.sent}))

    def test_a_resolve_whose_answer_was_lost_counts_as_done(self) -> None:
        intent_id = self.client.intents.create(to_agent=AGENT, payload={})["intent_id"]
        self.stand_in.faults.append(CUT_AFTER)
        self.assertEqual("COMPLETED", self.client.intents.resolve(intent_id, result={})["intent"]["status"])
        with self.assertRaises(purser.PurserError) as raised:
            self.client.intents.resolve(intent_id, result={})
        self.assertEqual(409, raised.exception.status)


class TestAnswers(WithStandIn):
    def test_a_pause_raises_parked_with_what_parked_it(self) -> None:
        policy = self.client.mesh.set_cost_policy(agent=AGENT, rules=DAY_50)
        self.assertEqual(1, policy["version"])
        self.assertEqual(
            "/v1/mesh/agents/agent%3A%2F%2Fmyorg%2Fproduction%2Fresearch-agent/policies/cost",
            self.stand_in.sent[0].path)
        standing = self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd="49.99")
        self.assertEqual(Decimal("0.01"), standing.remaining_usd)
        reached = self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd="0.01")
        self.assertEqual("PARK", reached.directive)
        with self.assertRaisesRegex(purser.Parked, r"day limit of \$50") as raised:
            self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd="0.01")
        parked = raised.exception
        self.assertEqual("agent", (parked.parked_by or {})["scope"])
        self.assertEqual("2030-01-02T00:00:00Z", parked.resumes_at)
        self.assertEqual("PARK", parked.answer["directive"])
        self.assertEqual(standing.intent_id, parked.intent_id)
        self.assertFalse(parked.offline)
        self.assertEqual(Decimal("50.01"), self.stand_in.spent(AGENT))

    def test_a_kill_raises_killed(self) -> None:
        self.stand_in.kill(AGENT)
        self.assertEqual("KILL", self.client.mesh.report_metric(agent=AGENT, cost_usd=0.03).directive)
        with self.assertRaises(purser.Killed):
            self.client.mesh.check(agent=AGENT)
        with self.assertRaises(purser.Killed) as raised:
            self.client.mesh.heartbeat(agent=AGENT)
        self.assertEqual("killed", raised.exception.answer["health_status"])
        self.assertEqual(Decimal("0.03"), self.stand_in.spent(AGENT))

    def test_a_report_never_takes_away_the_answer_that_it_pays_for(self) -> None:
        self.client.mesh.set_cost_policy(agent=AGENT, rules=DAY_50)
        bought: List[str] = []
        with self.assertRaises(purser.Parked):
            for question in range(5):
                self.client.mesh.check(agent=AGENT, task="t")
                answer = f"answer {question}"
                self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=25)
                bought.append(answer)
        self.assertEqual(["answer 0", "answer 1"], bought)
        self.assertEqual(Decimal(50), self.stand_in.spent(AGENT))

    def test_a_check_asks_nobody_while_all_is_well(self) -> None:
        self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=1)
        asked = len(self.stand_in.sent)
        self.client.mesh.check(agent=AGENT, task="t")
        self.client.mesh.check(agent=AGENT, task="another")
        self.assertEqual(asked, len(self.stand_in.sent))

    def test_whoever_was_released_goes_on(self) -> None:
        for whose in ({"agent": AGENT, "task": "t"}, {"agent": AGENT}):
            with self.subTest(whose=whose):
                self.stand_in.park(AGENT, "by hand")
                self.assertEqual("PARK", self.client.mesh.report_metric(cost_usd=1, **whose).directive)
                with self.assertRaises(purser.Parked):
                    self.client.mesh.check(**whose)
                self.stand_in.release(AGENT)
                self.client.mesh.check(**whose)
                self.assertEqual("CONTINUE", self.client.mesh.report_metric(cost_usd=1, **whose).directive)

    def test_an_authorization_after_a_stop_raises_and_after_its_release_does_not(self) -> None:
        self.stand_in.park(AGENT, "by hand")
        self.assertEqual("PARK", self.client.mesh.report_metric(agent=AGENT, cost_usd=1).directive)
        with self.assertRaises(purser.Parked):
            self.client.mesh.authorize(agent=AGENT, estimate_usd=1)
        self.stand_in.release(AGENT)
        self.client.mesh.authorize(agent=AGENT, estimate_usd=1).release()

    def test_a_check_while_purser_is_away_raises_what_was_told(self) -> None:
        self.stand_in.park(AGENT, "by hand")
        self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=1)
        self.stand_in.away = True
        with self.assertRaisesRegex(purser.Parked, "by hand"):
            self.client.mesh.check(agent=AGENT, task="t")

    def test_the_offline_allowance_is_heard_by_the_next_report(self) -> None:
        self.stand_in.away = True
        standing = self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=2)
        self.assertEqual(("PARK", True), (standing.directive, standing.offline))
        for stops in (self.client.mesh.check, self.client.mesh.authorize, self.client.mesh.report_metric):
            with self.subTest(stops=stops), self.assertRaisesRegex(purser.Parked, "offline"):
                stops(agent=AGENT, task="t", **({} if stops == self.client.mesh.check else {"estimate_usd": 1}
                      if stops == self.client.mesh.authorize else {"cost_usd": 1}))
        self.stand_in.away = False
        self.client._spool.away_until = 0
        self.client.mesh.check(agent=AGENT, task="t")

    def test_one_that_is_to_raise_at_once_does(self) -> None:
        self.client = self.connect(raise_at_once=True)
        self.stand_in.park(AGENT, "by hand")
        with self.assertRaises(purser.Parked):
            self.client.mesh.report_metric(agent=AGENT, cost_usd=0.03)
        self.assertEqual(Decimal("0.03"), self.stand_in.spent(AGENT))

    def test_a_heartbeat_tells_of_health_and_counts_its_cost_once(self) -> None:
        self.assertEqual("healthy", self.client.mesh.heartbeat(agent=AGENT).answer["health_status"])
        self.stand_in.faults.append(CUT_AFTER)
        self.client.mesh.heartbeat(agent=AGENT, metrics={"cost_usd": 0.5, "llm_calls": 3})
        self.assertEqual(Decimal("0.5"), self.stand_in.spent(AGENT))

    def test_a_refusal_says_what_is_wrong(self) -> None:
        with self.assertRaises(purser.PurserError) as raised:
            self.client.mesh.report_metric(agent=AGENT, metadata={"model": "gpt-4o"})
        error = raised.exception
        self.assertEqual((422, "schema_invalid", "cost_usd is missing"), (error.status, error.code, error.message))
        self.assertEqual([{"field": "cost_usd", "reason": "is missing"}], error.errors)
        self.assertEqual("422 schema_invalid: cost_usd is missing", str(error))

    def test_a_wrong_key_is_refused(self) -> None:
        client = purser.Client(self.stand_in.url, "wrong")
        with self.assertRaises(purser.PurserError) as raised:
            client.intents.get(uuid.uuid4())
        self.assertEqual((401, "auth_failed"), (raised.exception.status, raised.exception.code))

    def test_something_else_than_purser_is_told_as_such(self) -> None:
        for status in (200, 404):
            with self.subTest(status=status), self.assertRaisesRegex(purser.PurserError, "not an answer .*: <html>"):
                self.stand_in.faults.append(Fault(status=status, text=b"<html>"))
                self.client.mesh.report_metric(agent=AGENT, cost_usd=1)


class TestConnections(WithStandIn):
    def test_threads_share_a_client(self) -> None:
        def work() -> None:
            for _ in range(50):
                self.client.mesh.report_metric(agent=AGENT, task="t", cost_usd=0.01)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(Decimal("4.00"), self.stand_in.spent(AGENT))
        self.assertEqual(8, self.stand_in.connections)

    def test_an_interrupted_request_never_gives_its_answer_to_the_next(self) -> None:
        self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        with mock.patch.object(HTTPConnection, "getresponse", side_effect=KeyboardInterrupt):
            with self.assertRaises(KeyboardInterrupt):
                self.client.mesh.report_metric(agent=AGENT, cost_usd=1)
        self.assertEqual("healthy", self.client.mesh.heartbeat(agent=AGENT).answer["health_status"])

    def test_address_and_key_come_from_the_environment(self) -> None:
        with mock.patch.dict("os.environ", {"PURSER_URL": self.stand_in.url, "PURSER_API_KEY": "key-of-the-stand-in"}):
            purser.Client().mesh.report_metric(agent=AGENT, cost_usd=1)
        with mock.patch.dict("os.environ", {}, clear=True), self.assertRaisesRegex(ValueError, "PURSER_API_KEY"):
            purser.Client()
        for url in ("localhost:8080", "http://a:8080,http://b:8080", "http://localhost:80x"):
            with self.subTest(url=url), self.assertRaisesRegex(ValueError, "http://127.0.0.1:8080, one address alone"):
                purser.Client(url, "key")

    def test_a_key_that_cannot_be_sent_is_refused_and_not_shown(self) -> None:
        for key in ("pk_secret\nand more", "pk_secret and more", "pk_s€cret"):
            with self.subTest(key=key), self.assertRaisesRegex(ValueError, "one word of ASCII") as raised:
                purser.Client(self.stand_in.url, key)
            self.assertNotIn("cret", str(raised.exception))

    def test_a_key_may_have_the_line_end_of_its_file(self) -> None:
        client = purser.Client(self.stand_in.url, KEY + "\n")
        self.assertEqual("CONTINUE", client.mesh.report_metric(agent=AGENT, cost_usd=1).directive)


if __name__ == "__main__":
    unittest.main()
