"""The article's two listings, with a model client that costs nothing, and what must come of them."""

from __future__ import annotations

import time
import unittest
import uuid
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Dict, List

import purser


class FakeModel:
    """Answers as a model's client does: the tokens it was told to use."""

    def __init__(self) -> None:
        self.next_usage = (1200, 350)
        self.chat = SimpleNamespace(completions=SimpleNamespace(create=self._create))

    def _create(self, *, model: str, messages: List[Dict[str, str]]) -> Any:
        tokens_in, tokens_out = self.next_usage
        return SimpleNamespace(
            model=model,
            choices=[SimpleNamespace(message=SimpleNamespace(content=f"{model} read {len(messages)} messages"))],
            usage=SimpleNamespace(prompt_tokens=tokens_in, completion_tokens=tokens_out))


def cost_of_one_model(client: purser.Client, openai: FakeModel, agent: str, intent_id: str) -> float:
    """The first listing: one model, its price in the code."""
    response = openai.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": "Research this"}])
    usage = response.usage
    cost = (usage.prompt_tokens * 2.50 + usage.completion_tokens * 10.00) / 1_000_000
    client.mesh.report_metric(
        agent=agent,
        intent_id=intent_id,
        cost_usd=cost,
        metadata={"model": "gpt-4o", "tokens_in": usage.prompt_tokens, "tokens_out": usage.completion_tokens},
    )
    return float(cost)


# The second listing: a table of several models, USD per million tokens.
PRICES = {
    "gpt-4": {"input": 30.00, "output": 60.00},
    "gpt-4o": {"input": 2.50, "output": 10.00},
    "gpt-4o-mini": {"input": 0.15, "output": 0.60},
}


def call_model(
    client: purser.Client, openai: FakeModel, agent: str, intent_id: str, model: str, prompt: str
) -> str:
    response = openai.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])
    tokens_in, tokens_out = response.usage.prompt_tokens, response.usage.completion_tokens
    price = PRICES[model]
    cost = (tokens_in * price["input"] + tokens_out * price["output"]) / 1_000_000
    client.mesh.report_metric(
        agent=agent,
        intent_id=intent_id,
        cost_usd=cost,
        metadata={"model": model, "tokens_in": tokens_in, "tokens_out": tokens_out},
    )
    return str(response.choices[0].message.content)


class Article:
    """The checks, for a test case that sets ``client``; each uses agents of its own, so that it can run again."""

    client: purser.Client

    def agent(self) -> str:
        return f"agent://myorg/production/research-agent-{uuid.uuid4().hex[:12]}"

    def limit(self, agent: str) -> None:
        self.client.mesh.set_cost_policy(
            agent=agent,
            rules=[{"period": "day", "limit_usd": 50.00, "action": "pause", "notify": ["ops@company.com"]},
                   {"period": "intent", "limit_usd": 5.00, "action": "alert", "notify": ["ops@company.com"]}],
        )

    def intent(self, agent: str) -> str:
        created = self.client.intents.create(
            to_agent=agent, intent_type="research.report.v1", payload={"topic": "tides"})
        return str(created["intent_id"])

    def test_the_cost_of_one_model(self) -> None:
        case, agent = _case(self), self.agent()
        self.limit(agent)
        intent_id = self.intent(agent)
        told = sum(Decimal(repr(cost_of_one_model(self.client, FakeModel(), agent, intent_id))) for _ in range(10))
        case.assertEqual(round(Decimal(told), 9), self.client.intents.get(intent_id)["cost_usd"])
        case.assertEqual(Decimal("0.065"), self.client.intents.get(intent_id)["cost_usd"])

    def test_a_table_of_several_models(self) -> None:
        case, agent, openai = _case(self), self.agent(), FakeModel()
        self.limit(agent)
        intent_id = self.intent(agent)
        for model, usage in (  # $9.20, $2.85, $0.42
            ("gpt-4", (200_000, 53_333)), ("gpt-4o", (500_000, 160_000)), ("gpt-4o-mini", (1_200_000, 400_000)),
        ):
            openai.next_usage = usage
            case.assertIn(model, call_model(self.client, openai, agent, intent_id, model, "Write the report"))
        report = self.client.call("GET", f"/v1/reports/models?agent={agent.replace('/', '%2F')}")
        case.assertEqual(
            {"gpt-4": (Decimal("9.19998"), "73.8"), "gpt-4o": (Decimal("2.85"), "22.9"),
             "gpt-4o-mini": (Decimal("0.42"), "3.4")},
            {each["model"]: (each["cost_usd"], f"{each['share'] * 100:.1f}") for each in report["models"]})
        case.assertEqual(Decimal("12.46998"), report["total_usd"])

    def test_a_runaway_agent_stops_at_fifty_dollars_and_goes_on_when_released(self) -> None:
        case, agent = _case(self), self.agent()
        self.limit(agent)
        intent_id = self.intent(agent)
        case.assertEqual(20, self.calls_until_parked(agent, intent_id))
        self.eventually_waits(intent_id)
        resume = f"/v1/mesh/agents/{agent.replace('/', '%2F')}/resume"
        self.client.call("POST", resume, {"grant_usd": 10, "reason": "the article"}, idempotency_key=uuid.uuid4())
        case.assertEqual("CONTINUE", self.client.intents.wait_for_release(intent_id, seconds=30).directive)
        case.assertEqual(4, self.calls_until_parked(agent, intent_id))
        case.assertEqual(Decimal(60), self.client.intents.get(intent_id)["cost_usd"])

    def test_a_task_is_tracked_from_its_opening_to_its_end(self) -> None:
        case, agent = _case(self), self.agent()
        self.limit(agent)
        with self.client.task(agent, "ticket-4711", wait=60.0) as task:
            task.report(cost_usd="0.03", metadata={"model": "gpt-4o"})
            with task.authorize(estimate_usd="0.10") as authorization:
                authorization.report(cost_usd="0.09", metadata={"model": "gpt-4o"})
            with task.authorize(estimate_usd="0.10"):
                pass
            case.assertIsNotNone(task.intent_id)
        intent = self.client.intents.get(str(task.intent_id))
        case.assertEqual((Decimal("0.12"), "COMPLETED"), (intent["cost_usd"], intent["status"]))

    def calls_until_parked(self, agent: str, intent_id: str) -> int:
        for call in range(1, 100):
            self.client.mesh.report_metric(agent=agent, intent_id=intent_id, cost_usd=2.50)
            try:
                self.client.mesh.check(agent=agent, intent_id=intent_id)
            except purser.Parked as parked:
                _case(self).assertIsNotNone(parked.parked_by)
                return call
        raise AssertionError("it was never parked")

    def eventually_waits(self, intent_id: str) -> None:
        until = time.monotonic() + 30
        while self.client.intents.get(intent_id)["status"] != "WAITING":
            if time.monotonic() > until:
                raise AssertionError(f"the intent does not wait: {self.client.intents.get(intent_id)}")
            time.sleep(0.05)


def _case(article: Article) -> unittest.TestCase:
    assert isinstance(article, unittest.TestCase)
    return article
