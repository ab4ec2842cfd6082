"""A stand-in for Purser on loopback that answers as its HTTP contract says, and fails on command."""

from __future__ import annotations

import json
import socket
import threading
import time
import uuid
from collections import Counter, deque
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, NamedTuple, Optional, Tuple
from urllib.parse import parse_qs, unquote, urlsplit

Json = Dict[str, Any]
KEY = "key-of-the-stand-in"
ENDS = ("COMPLETED", "FAILED", "CANCELED")


class Fault(NamedTuple):
    """What happens to one request instead of an ordinary answer."""

    acts: bool = False  # whether it takes effect before its answer is lost
    status: int = 0  # 0: the connection is cut
    retry_after: Optional[str] = None
    text: Optional[bytes] = None  # the answer as it stands
    hangs: float = 0.0


CUT_BEFORE, CUT_AFTER = Fault(), Fault(acts=True)


class Sent(NamedTuple):
    method: str
    path: str
    headers: Dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        body: Json = json.loads(self.raw, parse_float=Decimal) if self.raw else {}
        return body


class Refusal(Exception):
    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.more = status, code, more


class StandIn:
    """Its whole state is public, for tests to look at."""

    def __init__(self) -> None:
        self.sent: List[Sent] = []
        self.faults: "deque[Fault]" = deque()
        self.away = False  # cut every connection
        self.hides_limits = False  # tell no remaining_usd
        self.changed = threading.Condition(threading.RLock())
        self.reports: Dict[Tuple[str, str], Tuple[Json, Json]] = {}
        self.entries: List[Tuple[str, str, Decimal, Optional[str]]] = []  # agent, intent, cost, model
        self.intents: Dict[str, Json] = {}
        self.holds: Dict[str, Json] = {}  # account -> parked_by
        self.killed: set[str] = set()
        self.policies: Dict[str, Json] = {}
        self.grants: "Counter[str]" = Counter()
        self.authorizations: Dict[str, Json] = {}
        self.connections = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def spent(self, agent: str, intent_id: Optional[str] = None) -> Decimal:
        return sum((e[2] for e in self.entries if e[0] == agent and intent_id in (None, e[1])), Decimal(0))

    def park(self, account: str, reason: str) -> None:
        """Holds an agent or an intent."""
        with self.changed:
            self.holds[account] = {"scope": "agent" if "://" in account else "intent", "reason": reason, "actor": "ops"}
            self.changed.notify_all()

    def release(self, account: str) -> None:
        with self.changed:
            del self.holds[account]
            self.changed.notify_all()

    def kill(self, agent: str) -> None:
        with self.changed:
            self.killed.add(agent)
            self.changed.notify_all()

    def answer(self, method: str, path: str, body: Json, headers: Dict[str, str]) -> Json:
        """Routes a request; the caller holds the lock."""
        if headers.get("x-api-key") != KEY:
            raise Refusal(401, "auth_failed", "the key is not known")
        parts = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        route = [unquote(part) for part in parts.path.strip("/").split("/")[1:]]
        if method == "POST" and route == ["mesh", "metrics"]:
            return self._report(body)
        if method == "POST" and route == ["mesh", "heartbeat"]:
            return self._heartbeat(body)
        if method == "POST" and route == ["mesh", "authorizations"]:
            return self._authorize(body)
        if method == "POST" and route[:2] == ["mesh", "authorizations"] and route[3:] == ["extend"]:
            return {"ok": True, "authorization_id": route[2], "expires_at": f"2030-01-01T00:00:{body['ttl_seconds']}Z"}
        if method == "DELETE" and route[:2] == ["mesh", "authorizations"]:
            if route[2] not in self.authorizations:
                raise Refusal(404, "authorization_not_found", "no such authorization")
            self.authorizations[route[2]]["pending"] = Decimal(0)
            return {"ok": True}
        if method == "PUT" and route[:2] == ["mesh", "agents"] and route[3:] == ["policies", "cost"]:
            version = self.policies.get(route[2], {}).get("version", 0) + 1
            self.policies[route[2]] = {**body, "version": version}
            return {"ok": True, **self.policies[route[2]]}
        if method == "POST" and route[:2] == ["mesh", "agents"] and route[3:] == ["resume"]:
            self.grants[route[2]] += body.get("grant_usd", 0)
            self.holds.pop(route[2], None)
            self.changed.notify_all()
            return {"ok": True, "status": "ACTIVE", "journaled": True}
        if method == "POST" and route == ["intents"]:
            intent = self._new_intent(body["to_agent"], body.get("task"))
            return {"ok": True, "intent_id": intent["intent_id"], "status": "CREATED"}
        if route[0] == "intents" and len(route) > 1:
            intent = self._intent(route[1])
            if method == "GET" and len(route) == 2:
                return {"ok": True, "intent": self._shown(intent)}
            if method == "GET" and route[2] == "directive":
                return self._directive(intent, query)
            if method == "POST" and route[2] == "resolve":
                if intent["status"] in ENDS:
                    raise Refusal(409, "conflict", f"the intent is {intent['status']} already")
                intent.update(body)
                return {"ok": True, "intent": self._shown(intent)}
        if method == "GET" and route == ["reports", "models"]:
            return self._models(query["agent"])
        raise Refusal(404, "not_found", "there is no such path")

    def _report(self, body: Json) -> Json:
        if "cost_usd" not in body and "tokens_in" not in body["metadata"]:
            raise Refusal(
                422, "schema_invalid", "cost_usd is missing", errors=[{"field": "cost_usd", "reason": "is missing"}])
        intent: Optional[Json] = None
        if "intent_id" in body:
            intent = self._intent(body["intent_id"])
        agent = body.get("agent") or (intent or {}).get("agent") or ""
        if body.get("authorization_id", "") not in ("", *self.authorizations):
            raise Refusal(404, "authorization_not_found", "no such authorization")
        known = self.reports.get((agent, body["report_id"]))
        if known is not None:
            if known[0] != body:
                raise Refusal(409, "conflict", "the same report_id with another content")
            return known[1]
        if "task" in body:
            intent = self._tracked(agent, body["task"])
        cost = Decimal(body.get("cost_usd", "0.001"))
        model = body.get("metadata", {}).get("model")
        late: Json = {}
        if "authorization_id" in body:
            settled = self.authorizations[body["authorization_id"]]
            if settled["pending"] == 0:
                late = {"late": True, "past_limit_usd": "0.50"}
            settled["pending"] = Decimal(0)
        self.entries.append((agent, (intent or {}).get("intent_id", ""), cost, model))
        self._judge(agent, intent)
        answer = {"ok": True, "accepted": 1, "duplicates": 0, "rejected": [], **self._standing(agent, intent), **late}
        self.reports[agent, body["report_id"]] = (body, answer)
        return answer

    def _heartbeat(self, body: Json) -> Json:
        agent = body["agent"]
        if "cost_usd" in body.get("metrics", {}):
            self._report({"agent": agent, "cost_usd": body["metrics"]["cost_usd"], "report_id": body["report_id"]})
        health = "killed" if agent in self.killed else "healthy"
        return {"ok": True, "health_status": health, "directive": self._standing(agent, None)["directive"]}

    def _authorize(self, body: Json) -> Json:
        agent, name = body["agent"], body["authorization_id"]
        if agent in self.killed:
            raise Refusal(403, "policy_denied", "the agent is killed")
        asked = Decimal(body.get("estimate_usd", 1))
        posted, pending = self.spent(agent), sum(a["pending"] for a in self.authorizations.values())
        limit = self._limit(agent, "day")
        answer: Json = {"authorization_id": name, "expires_at": "2030-01-01T00:00:00Z", "directive": "CONTINUE"}
        if limit is not None and posted + pending + asked > limit:
            if posted + asked <= limit:
                return {**answer, "decision": "deny", "reason": "pending", "retry_after_ms": 200}
            answer.update(decision="deny", reason="limit", rule=f"day {limit} pause")
            if not body.get("probe"):
                self.park(agent, "day limit would be passed")
                answer["directive"] = "PARK"
            return answer
        intent = self._intent(body["intent_id"]) if "intent_id" in body else None
        standing = self._standing(agent, intent)
        if standing["directive"] == "PARK":
            return {**answer, **standing, "decision": "deny", "reason": "paused"}
        self.authorizations[name] = {"pending": asked}
        return {**answer, "decision": "allow", "remaining_usd": standing["remaining_usd"]}

    def _judge(self, agent: str, intent: Optional[Json]) -> None:
        for rule in self.policies.get(agent, {}).get("rules", ()):
            on_intent = rule["period"] == "intent"
            if on_intent and intent is None:
                continue
            spent = self.spent(agent, intent["intent_id"] if on_intent and intent else None)
            limit = self._limit(agent, rule["period"])
            if limit is not None and spent >= limit and rule["action"] == "pause":
                account = intent["intent_id"] if on_intent and intent else agent
                self.park(account, f"{rule['period']} limit of ${limit} reached")
            if limit is not None and spent >= limit and rule["action"] == "kill":
                self.kill(agent)

    def _limit(self, agent: str, period: str) -> Optional[Decimal]:
        for rule in self.policies.get(agent, {}).get("rules", ()):
            if rule["period"] == period and rule["action"] != "alert":
                return Decimal(rule["limit_usd"]) + (self.grants[agent] if period == "day" else 0)
        return None

    def _standing(self, agent: str, intent: Optional[Json]) -> Json:
        day = self._limit(agent, "day")
        remaining = None if day is None or self.hides_limits else max(Decimal(0), day - self.spent(agent))
        hold = self._hold(agent, intent)
        directive = "KILL" if agent in self.killed else "PARK" if hold else "CONTINUE"
        answer: Json = {"directive": directive, "today_usd": self.spent(agent), "remaining_usd": remaining}
        if intent is not None:
            shown = self._shown(intent)
            until = {"resumes_at": "2030-01-02T00:00:00Z"} if hold else {}
            offline = self.policies.get(agent, {}).get("offline_usd")
            answer["intents"] = [
                {**shown, "directive": directive, "remaining_usd": remaining, "offline_usd": offline, **until}]
            answer.update(
                intent_id=intent["intent_id"], status=shown["status"], intent_cost_usd=shown["cost_usd"])
        return answer

    def _hold(self, agent: str, intent: Optional[Json]) -> Optional[Json]:
        return self.holds.get(agent) or (self.holds.get(intent["intent_id"]) if intent else None)

    def _shown(self, intent: Json) -> Json:
        hold = self._hold(intent["agent"], intent)
        status = intent["status"]
        if status not in ENDS:
            status = "CANCELED" if intent["agent"] in self.killed else "WAITING" if hold else status
        cost = self.spent(intent["agent"], intent["intent_id"])
        return {**intent, "status": status, "cost_usd": cost, **({"parked_by": hold} if hold else {})}

    def _directive(self, intent: Json, query: Dict[str, str]) -> Json:
        until = time.monotonic() + float(query.get("wait_seconds", 0))
        while True:
            standing = self._standing(intent["agent"], intent)
            if standing["directive"] != query.get("seen") or time.monotonic() >= until:
                return {"ok": True, "directive": standing["directive"], "status": standing["status"]}
            self.changed.wait(until - time.monotonic())

    def _models(self, agent: str) -> Json:
        total = self.spent(agent)
        costs: Dict[str, Decimal] = {}
        for whose, _, cost, model in self.entries:
            if whose == agent and model is not None:
                costs[model] = costs.get(model, Decimal(0)) + cost
        models = [{"model": model, "cost_usd": cost, "share": cost / total} for model, cost in costs.items()]
        return {"ok": True, "models": models, "total_usd": total}

    def _intent(self, intent_id: str) -> Json:
        if intent_id not in self.intents:
            raise Refusal(404, "intent_not_found", "no such intent")
        return self.intents[intent_id]

    def _tracked(self, agent: str, task: str) -> Json:
        for intent in self.intents.values():
            if intent["agent"] == agent and intent["task"] == task and intent["status"] not in ENDS:
                return intent
        return self._new_intent(agent, task, "IN_PROGRESS")

    def _new_intent(self, agent: str, task: Optional[str], status: str = "SUBMITTED") -> Json:
        intent_id = str(uuid.uuid4())
        self.intents[intent_id] = {"intent_id": intent_id, "agent": agent, "task": task, "status": status}
        return self.intents[intent_id]


def _dumps(answer: Json) -> bytes:
    """JSON with Decimals as numbers in plain notation."""
    text = json.dumps(answer, default=lambda amount: f"@{round(amount, 9):f}@")
    return text.replace('"@', "").replace('@"', "").encode()


def _handler(stand_in: StandIn) -> "type[BaseHTTPRequestHandler]":
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            stand_in.connections += 1

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:  # the client went away
                pass

        def log_message(self, format: str, *args: Any) -> None:
            pass

        def _take(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with stand_in.changed:
                headers = {name.lower(): value for name, value in self.headers.items()}
                sent = Sent(self.command, self.path, headers, raw)
                stand_in.sent.append(sent)
                fault = CUT_BEFORE if stand_in.away else stand_in.faults.popleft() if stand_in.faults else None
                status, answer = 200, b""
                if fault is None or fault.acts:
                    status, answer = self._act(sent)
                if stand_in.away:  # perhaps only since it began to wait
                    fault = CUT_AFTER
            if fault is None:
                self._send(status, answer)
            elif fault.status == 0:
                time.sleep(fault.hangs)
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
            else:
                said = _dumps({"title": "Fault", "error": {"code": "fault", "message": "as the test asked"}})
                self._send(fault.status, said if fault.text is None else fault.text, fault.retry_after)

        do_GET = do_POST = do_PUT = do_DELETE = _take

        def _act(self, sent: Sent) -> Tuple[int, bytes]:
            try:
                return (202 if sent.path == "/v1/mesh/metrics" else 200), _dumps(
                    stand_in.answer(sent.method, sent.path, sent.body, sent.headers))
            except Refusal as refusal:
                error = {"code": refusal.code, "message": str(refusal), "retryable": False, "details": {}}
                problem = {"title": refusal.code, "status": refusal.status, "detail": str(refusal), "error": error}
                return refusal.status, _dumps({**problem, **refusal.more})

        def _send(self, status: int, answer: bytes, retry_after: Optional[str] = None) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
            self.send_header("Content-Length", str(len(answer)))
            if retry_after is not None:
                self.send_header("Retry-After", retry_after)
            try:
                self.end_headers()
                self.wfile.write(answer)
            except OSError:  # the client did not wait
                self.close_connection = True

    return Handler
