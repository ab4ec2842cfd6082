"""Meter and limit what an AI agent spends, from Python.

One file on the standard library alone, for Python 3.9 and newer: put it beside your code.

    import purser

    client = purser.Client(url="http://127.0.0.1:8080", api_key="...")
    agent, task = "agent://myorg/production/bot", "ticket-4711"
    client.mesh.check(agent=agent, task=task)                               # raises Parked or Killed
    client.mesh.report_metric(agent=agent, task=task, cost_usd=0.03)        # after each call

A report never takes away the answer that it pays for: it returns where the work stands, and the next check,
authorization or report raises where it must stop.

Every report is sent at once under an id of its own and repeated under the same id when the answer is
lost, so nothing is counted twice. Money is sent exactly as given and comes back as ``Decimal``. A client
may be shared by threads and starts none of its own.
"""

from __future__ import annotations

import atexit
import http.client
import json
import logging
import math
import os
import random
import threading
import time
import uuid
from collections import OrderedDict, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime
from typing import Any, Dict, Iterable, Iterator, Mapping, Union
from urllib.parse import quote, urlencode, urlsplit
from weakref import WeakValueDictionary

Money = Union[int, float, str, Decimal]
"""US dollars. A float travels by its shortest spelling, a Decimal or str as the decimal it is."""

Id = Union[str, uuid.UUID]
Json = Dict[str, Any]

_log = logging.getLogger("purser")

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 30.0  # a Retry-After of hours must not put the caller to sleep for hours
_AWAY_SECONDS = 1.0  # how long nobody asks again after Purser did not answer
_POLL_SECONDS = 30
_MOST_ACCOUNTS = 10_000
_MOST_USD = Decimal(1_000_000)
_ASSUMED_IN, _ASSUMED_OUT = Decimal(15), Decimal(75)  # USD per million tokens, until Purser prices them


class PurserError(Exception):
    """Purser refused a call, and changed nothing.

    ``status`` is HTTP's, ``code`` a word such as ``schema_invalid``, ``errors`` a list of ``{"field", "reason"}``,
    ``details`` holds what a program may want besides (``resets_at``, ``rule``, ...).
    """

    def __init__(
        self, status: int, code: str, message: str, errors: list[Json] | None = None, details: Json | None = None,
        attempts: int = 1,
    ) -> None:
        super().__init__(f"{status} {code}: {message}" if status else f"{code}: {message}")
        self.status, self.code, self.message, self.attempts = status, code, message, attempts
        self.errors: list[Json] = errors or []
        self.details: Json = details or {}


class Unavailable(PurserError):
    """Purser did not answer (``status`` 0), or said that it is away (503), as often as it was asked."""


@dataclass(frozen=True)
class Standing:
    """Where the work stands by Purser's last answer. Amounts are US dollars; None: not told, or no limit."""

    directive: str = "CONTINUE"  # or PARK, or KILL
    intent_id: str | None = None
    status: str | None = None
    intent_cost_usd: Decimal | None = None
    today_usd: Decimal | None = None
    remaining_usd: Decimal | None = None
    offline_usd: Decimal | None = None  # what may be spent while Purser is away, where a policy says
    parked_by: Json | None = None  # the rule or person that stopped it
    resumes_at: str | None = None  # RFC 3339; None: when someone resumes it
    late: bool = False  # the report came after its authorization had expired, or was released; it is counted
    past_limit_usd: Decimal | None = None  # how much of a late report lies past a limit
    offline: bool = False  # Purser is away; the report waits here and is sent when Purser answers again
    answer: Json = field(default_factory=dict, repr=False)

    @staticmethod
    def of(answer: Json) -> Standing:
        """Reads an answer of Purser."""
        intent: Json = next(iter(answer.get("intents") or ()), {})
        return Standing(
            directive=answer.get("directive") or "CONTINUE",
            intent_id=answer.get("intent_id") or intent.get("intent_id"),
            status=answer.get("status") or intent.get("status"),
            intent_cost_usd=_usd(answer.get("intent_cost_usd", intent.get("cost_usd"))),
            today_usd=_usd(answer.get("today_usd")),
            remaining_usd=_usd(answer.get("remaining_usd")),
            offline_usd=_usd(intent.get("offline_usd")),
            parked_by=answer.get("parked_by") or intent.get("parked_by"),
            resumes_at=answer.get("resumes_at") or intent.get("resumes_at"),
            late=bool(answer.get("late")),
            past_limit_usd=_usd(answer.get("past_limit_usd")),
            answer=answer,
        )


class Stopped(Exception):
    """The work must not go on; see Parked and Killed. What was reported is counted. Raised by whatever comes next
    after a report was answered so, or at once by ``Client(raise_at_once=True)``."""

    _word = "stopped"

    def __init__(self, standing: Standing, reason: str | None = None) -> None:
        self.standing, self.answer, self.intent_id = standing, standing.answer, standing.intent_id
        self.parked_by, self.resumes_at, self.offline = standing.parked_by, standing.resumes_at, standing.offline
        by, answer = self.parked_by or {}, self.answer
        self.reason = str(reason or by.get("reason") or by.get("rule") or answer.get("rule") or "")
        who = f"intent {self.intent_id}" if self.intent_id else "the work"
        super().__init__(f"{who} is {self._word}" + (f": {self.reason}" if self.reason else ""))


class Parked(Stopped):
    """The work must wait: a limit is reached, or a person paused it. ``parked_by`` says what stopped it and
    ``resumes_at`` until when; ``offline``: Purser does not answer, and ``offline_usd`` is spent."""

    _word = "parked"


class Killed(Stopped):
    """The work must end for good."""

    _word = "killed"


class Denied(Exception):
    """An authorization was refused, though the work need not stop: make a smaller call (``affordable``), or ask
    again after ``retry_after_ms`` where the ``reason`` is ``pending``: others hold what is left."""

    def __init__(self, answer: Json) -> None:
        self.answer = answer
        self.reason: str = answer.get("reason") or ""
        self.retry_after_ms: int | None = answer.get("retry_after_ms")
        self.affordable: Json = answer.get("affordable") or {}
        super().__init__(f"not authorized: {answer.get('rule') or self.reason}")


def _usd(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _money(name: str, value: object) -> int | float | str | None:
    """Checks an amount and gives it the form in which it travels unchanged."""
    if value is None:
        return None
    try:
        if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
            raise InvalidOperation
        exact = Decimal(value)
        if not 0 <= exact <= _MOST_USD:
            raise InvalidOperation
    except InvalidOperation:
        raise ValueError(
            f"{name} must be US dollars from 0 to {_MOST_USD:,}, such as 0.03 or '0.03', not {value!r}") from None
    return value if isinstance(value, (int, float)) else _plain(exact)


def _plain(value: object) -> str:
    """What JSON has no form for, as Purser reads it."""
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be sent: use text, numbers, true, false or nothing")


def _encode(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, default=_plain, allow_nan=False, separators=(",", ":")).encode()


def _given(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}


def _account(agent: str | None, intent_id: Id | None, task: str | None) -> str:
    """Names what an offline allowance is kept for."""
    return str(intent_id) if intent_id is not None else f"{agent} {task or ''}"


def _assumed(tokens_in: object, tokens_out: object) -> Decimal:
    """What tokens are taken to cost while Purser, which knows the prices, does not answer."""
    counts = [count if isinstance(count, int) and count > 0 else 0 for count in (tokens_in, tokens_out)]
    return (counts[0] * _ASSUMED_IN + counts[1] * _ASSUMED_OUT) / 1_000_000


@dataclass
class _Entry:
    """A request that must arrive, now or later. Its bytes never change, so that a repeat is known as one."""

    method: str
    path: str
    payload: bytes | None = None
    account: str = ""
    cost: Decimal = Decimal(0)  # what it counts while it waits: spent, or held for a call to come


class _Spool:
    """What waits to be sent, and so how much may still be spent until Purser answers."""

    def __init__(self, offline_usd: Money | None, places: int) -> None:
        self._usd = Decimal(1) if offline_usd is None else Decimal(str(_money("offline_usd", offline_usd)))
        self._places = places
        self._allowed: OrderedDict[str, Decimal] = OrderedDict()
        self._told: OrderedDict[str, Stopped] = OrderedDict()
        self._lock = threading.Lock()  # for what is above and below
        self.entries: deque[_Entry] = deque()
        self.draining = threading.Lock()  # held by the one thread that sends
        self.away_until = 0.0
        self.key_refused = False  # what waits does so for that reason

    def learn(self, account: str, standing: Standing) -> None:
        """Remembers how much an account may spend by itself: what the policy says, never more than is left, and
        nothing once it was told to stop."""
        allowed = self._usd if standing.offline_usd is None else standing.offline_usd
        left = standing.remaining_usd if standing.directive == "CONTINUE" else Decimal(0)
        with self._lock:
            self._allowed[account] = allowed if left is None else min(allowed, max(Decimal(0), left))
            self._allowed.move_to_end(account)
            if len(self._allowed) > _MOST_ACCOUNTS:
                self._allowed.popitem(last=False)

    def tell(self, account: str, stop: Stopped | None) -> bool:
        """Remembers what the answer to a report told an account, None: to go on; True: it was told to stop before."""
        with self._lock:
            before = self._told.pop(account, None) is not None
            if stop is not None:
                self._told[account] = stop
                if len(self._told) > _MOST_ACCOUNTS:
                    self._told.popitem(last=False)
            return before

    def told(self, account: str) -> Stopped | None:
        """The stop that an account was told last; None: it may go on."""
        with self._lock:
            return self._told.get(account)

    def keep(self, entry: _Entry) -> bool:
        """Puts a request at the end; False where no place is left."""
        with self._lock:
            if len(self.entries) >= self._places:
                return False
            self.entries.append(entry)
            return True

    def hold(self, entry: _Entry) -> str | None:
        """Keeps a request that holds money for a call to come, or says why that may not be spent."""
        with self._lock:
            reason = self._reason(entry.account, entry.cost)
            if reason is None:
                self.entries.append(entry)
            return reason

    def drop_first(self) -> None:
        with self._lock:
            self.entries.popleft()

    def reason_to_stop(self, account: str) -> str | None:
        """Why the account may not go on without Purser; None: it may."""
        with self._lock:
            return self._reason(account, Decimal(0))

    def _reason(self, account: str, more: Decimal) -> str | None:
        if len(self.entries) >= self._places:
            return f"{self._places} requests wait to be sent"
        allowed = self._allowed.get(account, self._usd)
        spent = sum((entry.cost for entry in self.entries if entry.account == account), Decimal(0))
        if spent < allowed and spent + more <= allowed:
            return None
        return f"${spent:f} of the ${allowed:f} allowed meanwhile are spent" + (f", ${more:f} asked" if more else "")


def _address(url: str) -> tuple[str, str, int | None, str]:
    """Takes an address apart: its scheme, host, port and path."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.scheme, parts.hostname, parts.port, parts.path.rstrip("/")
    except ValueError:
        pass  # of its port
    raise ValueError(f"url must be like http://127.0.0.1:8080, one address alone, not {url!r}")


class _Slot:
    """A thread's own connection, closed when the thread ends."""

    def __init__(self, connection: http.client.HTTPConnection) -> None:
        self.connection, self.process = connection, os.getpid()

    def __del__(self) -> None:
        self.connection.close()


class Client:
    """A connection to Purser, for as many agents and threads as you like.

    ``url`` and ``api_key`` default to the environment's PURSER_URL and PURSER_API_KEY. A call is repeated after
    ``timeout`` seconds without an answer, and given up after ``attempts`` or ``patience`` seconds. While Purser
    does not answer, an intent may spend ``offline_usd`` at most (default $1, or what the policy says, and never more than it had left); its
    reports wait in a spool of ``spool`` places, in memory, and are sent first when Purser answers again, or at the end
    of the program. They are lost with a process that does not end in order: have SIGTERM raise SystemExit
    (``signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))``), or Python ends without a word.

    A report whose answer says to stop returns it, for what it pays for was bought and may be kept; the next check,
    authorization or report raises. With ``raise_at_once`` the report itself raises.
    """

    def __init__(
        self, url: str | None = None, api_key: str | None = None, *, timeout: float = 10.0, attempts: int = 5,
        patience: float = 60.0, offline_usd: Money | None = None, spool: int = 1000,
        raise_at_once: bool = False,
    ) -> None:
        key = (api_key or os.environ.get("PURSER_API_KEY") or "").strip()  # a file adds a line end
        if not key:
            raise ValueError("no key: give api_key, or set PURSER_API_KEY")
        if not all("!" <= each <= "~" for each in key):  # not shown, for it is a secret
            raise ValueError("api_key must be one word of ASCII characters, such as pk_…, and is not")
        scheme, self._host, self._port, self._base = _address(
            url or os.environ.get("PURSER_URL") or "http://127.0.0.1:8080")
        self._connect = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        self._thread = threading.local()
        self._headers = {"x-api-key": key, "Accept": "application/json", "User-Agent": "purser-python"}
        self._timeout, self._attempts, self._patience = timeout, attempts, patience
        self._spool, self._raise_at_once = _Spool(offline_usd, spool), raise_at_once
        self._authorizations: WeakValueDictionary[str, Authorization] = WeakValueDictionary()
        self.mesh = Mesh(self)
        self.intents = Intents(self)

    @contextmanager
    def task(self, agent: str, name: str, *, wait: bool | float = True) -> Iterator[Task]:
        """Tracks the work on something you name, such as a ticket, as an intent of its own.

            with client.task("agent://myorg/production/bot", "ticket-4711") as task:
                task.report(cost_usd=0.03)

        It is COMPLETED at the end of the block and FAILED by an exception, but left as it is by Parked and Killed.
        Where it is parked it waits: ``wait=True`` for as long as it takes, a number for so many seconds, False not
        at all; then Parked is raised.
        """
        task = Task(self, agent, name, wait)
        task._open()
        try:
            yield task
        except Stopped:
            raise
        except BaseException as error:
            task._end("FAILED", error=f"{type(error).__name__}: {error}"[:1000])
            raise
        task._end("COMPLETED", result=task.result)

    @property
    def spooled(self) -> int:
        """How many requests wait for Purser to answer again."""
        return len(self._spool.entries)

    def call(
        self, method: str, path: str, body: Mapping[str, object] | bytes | None = None, *,
        idempotency_key: Id | None = None, timeout: float | None = None, patience: float | None = None,
    ) -> Json:
        """Any call of Purser's HTTP API, repeated when the answer is lost; returns the answer."""
        payload = body if isinstance(body, bytes) or body is None else _encode(body)
        headers = dict(self._headers)
        if payload is not None:
            headers["Content-Type"] = "application/json"
        if idempotency_key is not None:
            headers["Idempotency-Key"] = str(idempotency_key)
        give_up, attempt = time.monotonic() + (self._patience if patience is None else patience), 0
        while True:
            attempt += 1
            pause = _FIRST_PAUSE * 2 ** min(attempt - 1, 5) * random.uniform(0.75, 1.25)
            try:
                status, retry_after, text = self._exchange(method, path, payload, headers, timeout or self._timeout)
            except (OSError, http.client.HTTPException) as lost:
                error: PurserError = Unavailable(0, "no_answer", f"{type(lost).__name__}: {lost}", attempts=attempt)
                if attempt == 1:
                    pause = 0.0  # a kept connection may have been closed meanwhile
            else:
                answer = _parse(text)
                if 200 <= status < 300 and answer is not None:
                    return answer
                error = _problem(status, answer or {}, text, attempt)
                if not isinstance(error, Unavailable):
                    raise error
                if retry_after is not None:
                    pause = min(max(0.0, retry_after), _LONGEST_PAUSE)
            if attempt >= self._attempts or (pause > 0 and time.monotonic() + pause > give_up):
                self._spool.away_until = time.monotonic() + _AWAY_SECONDS
                raise error
            time.sleep(pause)

    def flush(self) -> None:
        """Sends what waits, oldest first; raises Unavailable while Purser does not answer."""
        spool = self._spool
        if not spool.entries:
            return
        with spool.draining:
            while spool.entries:
                entry = spool.entries[0]
                if time.monotonic() < spool.away_until:
                    raise Unavailable(0, "no_answer", "Purser did not answer a moment ago")
                try:
                    self.call(entry.method, entry.path, entry.payload, patience=0)
                except PurserError as error:
                    if isinstance(error, Unavailable) or error.status == 401 or error.status >= 500:
                        raise
                    if entry.method == "POST":
                        _log.error("Purser refused what had waited to be sent to %s: %s", entry.path, error)
                spool.drop_first()  # only once it is answered
        spool.key_refused = False

    def close(self) -> None:
        """Sends what waits, if Purser answers, and closes this thread's connection."""
        atexit.unregister(self.close)
        try:
            self.flush()
        except PurserError as error:
            _log.error("%d requests could not be sent to Purser and are lost: %s", self.spooled, error)
        self._thread.__dict__.clear()

    def _exchange(
        self, method: str, path: str, payload: bytes | None, headers: dict[str, str], timeout: float
    ) -> tuple[int, float | None, bytes]:
        """Sends and reads (status, Retry-After in seconds, body) over a connection of this thread that stays open. Whatever
        interrupts it also ends the connection, since the next request must never read the answer to this one."""
        slot: _Slot | None = getattr(self._thread, "slot", None)
        if slot is None or slot.process != os.getpid():  # a forked child must not talk on its parent's
            slot = self._thread.slot = _Slot(self._connect(self._host, self._port))
        connection = slot.connection
        connection.timeout = timeout
        if connection.sock is not None:
            connection.sock.settimeout(timeout)
        try:
            connection.request(method, self._base + path, body=payload, headers=headers)
            response = connection.getresponse()
            wait = _seconds(response.getheader("Retry-After"), response.getheader("Date"))
            return response.status, wait, response.read()
        except BaseException:
            connection.close()
            raise

    def _deliver(self, entry: _Entry) -> Json | None:
        """Sends a request after those that wait; None: Purser is away, and it waits now too. It waits as well where
        Purser refuses the key, which is raised."""
        try:
            self.flush()
            return self.call(entry.method, entry.path, entry.payload)
        except PurserError as error:
            key_refused = error.status == 401
            if not key_refused and not isinstance(error, Unavailable):
                raise
            if self._spool.keep(entry):
                self._spool.key_refused = key_refused
                atexit.unregister(self.close)  # so that it is registered once
                atexit.register(self.close)
                _log.warning("Purser does not take it (%s); %d requests wait here", error, self.spooled)
            elif entry.cost:
                _log.error("No place is left to keep a report of $%s: it is lost (%s)", f"{entry.cost:f}", error)
            if key_refused:
                raise
            return None

    def _spend(self, entry: _Entry) -> Standing:
        """Sends a report and says what the answer says, or the offline allowance where there is none; raises where
        the account was told to stop before, or is to hear it at once."""
        answer = self._deliver(entry)
        if answer is not None:
            standing = Standing.of(answer)
            self._spool.learn(entry.account, standing)
            stop = _stop(standing)
        else:
            reason = self._spool.reason_to_stop(entry.account)
            stop = None if reason is None else self._parked(reason)
            standing = Standing(offline=True) if stop is None else stop.standing
        if self._spool.tell(entry.account, stop) or self._raise_at_once:
            if stop is not None:
                raise stop
        return standing

    def _obey(self, standing: Standing, account: str) -> Standing:
        """Raises at once: nothing was bought that the answer could cost."""
        self._spool.learn(account, standing)
        stop = _stop(standing)
        self._spool.tell(account, stop)
        if stop is not None:
            raise stop
        return standing

    def _parked(self, why: str) -> Parked:
        return Parked(Standing(directive="PARK", offline=True), f"offline: Purser does not answer, and {why}")


def _stop(standing: Standing) -> Stopped | None:
    """What an answer that says so is to be raised as."""
    if standing.directive == "KILL":
        return Killed(standing)
    return Parked(standing) if standing.directive == "PARK" else None


def _seconds(retry_after: str | None, date: str | None) -> float | None:
    """How long a server asks to be left alone, by its own clock where it names a date; None: it does not say."""
    text = (retry_after or "").strip()
    if text.isdigit():
        return float(text)
    until, now = _http_date(text), _http_date(date)
    return None if until is None else (until - (now or datetime.now(timezone.utc))).total_seconds()


def _http_date(text: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=timezone.utc)


def _parse(text: bytes) -> Json | None:
    try:
        answer = json.loads(text, parse_float=Decimal)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _problem(status: int, body: Json, text: bytes, attempts: int) -> PurserError:
    """The error that a refusal tells of, as RFC 9457 or in any other form."""
    said = body["error"] if isinstance(body.get("error"), dict) else {}
    message = said.get("message") or body.get("detail") or body.get("title")
    if not message:
        message = "not an answer of Purser: " + text[:200].decode("utf-8", "replace")
    kind = Unavailable if status in (502, 503, 504) else PurserError
    return kind(status, said.get("code") or "no_code", message, body.get("errors"), said.get("details"), attempts)


class Mesh:
    """The agents and their money: ``client.mesh``."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def report_metric(
        self, *, agent: str | None = None, intent_id: Id | None = None, task: str | None = None,
        cost_usd: Money | None = None, metadata: Mapping[str, object] | None = None, report_id: Id | None = None,
        authorization_id: Id | None = None, occurred_at: datetime | str | None = None,
    ) -> Standing:
        """Reports what a call cost, and says where the work stands. Where the answer's ``directive`` is PARK or KILL
        the work must stop: the next ``check``, ``authorize`` or report raises Parked or Killed. (A report that was
        told so before is counted and raises; with ``Client(raise_at_once=True)`` the first one does.)

        It counts for an intent, or for a task (any name for the work; the first report opens it), or for the agent
        alone. ``metadata`` holds what you like; where ``cost_usd`` is left out, Purser prices its model, tokens_in,
        tokens_out, tokens_cached, tokens_cache_write and tokens_reasoning. While Purser does not answer, the report
        waits here, and the directive is PARK once ``offline_usd`` is spent. Your own ``report_id`` lets a program that
        was started again repeat its report.
        """
        client, said = self._client, metadata or {}
        sent = _money("cost_usd", cost_usd)
        known = sent if sent is not None else _money("metadata.cost_usd", said.get("cost_usd"))
        if known is None and "model" not in said:
            raise ValueError("cost_usd is missing: give it, or model and tokens in metadata to have them priced")
        cost = Decimal(str(known)) if known is not None else _assumed(said.get("tokens_in"), said.get("tokens_out"))
        payload = _encode(_given(
            agent=agent, intent_id=intent_id, task=task, cost_usd=sent, metadata=metadata, occurred_at=occurred_at,
            report_id=report_id or uuid.uuid4(), authorization_id=authorization_id))
        settled = client._authorizations.get(str(authorization_id))
        try:
            return client._spend(_Entry("POST", "/v1/mesh/metrics", payload, _account(agent, intent_id, task), cost))
        except PurserError:
            settled = None  # it was not counted
            raise
        finally:
            if settled is not None:
                settled._open = False

    def check(
        self, *, agent: str | None = None, intent_id: Id | None = None, task: str | None = None
    ) -> None:
        """Raises Parked or Killed where the last report said that the work must stop, and it still must, and PurserError
        where Purser refused the key of the last report, and still does: nothing is to be bought that is not counted.
        Asks nobody while all is well, so that it may stand before every call."""
        client, account = self._client, _account(agent, intent_id, task)
        told = client._spool.told(account)
        if told is None:
            if client._spool.key_refused:
                client.flush()
            return
        try:
            client.flush()
            named = told.intent_id or intent_id
            if named is not None:
                client._obey(client.intents.directive(named), account)
            elif task is None:
                client._obey(self.heartbeat(agent=agent), account)
            else:
                client._spool.tell(account, None)  # it was told so while Purser was away
        except Unavailable as away:
            raise told from away
        except Stopped as now:
            raise now if now.reason or type(now) is not type(told) else told from None

    def set_cost_policy(
        self, *, agent: str, rules: Iterable[Mapping[str, object]], timezone: str | None = None,
        in_flight: str | None = None, unpriced: str | None = None, offline_usd: Money | None = None,
        mode: str | None = None, accept_from: Iterable[str] | None = None,
    ) -> Json:
        """Sets what an agent may spend, in place of what was set before; returns the policy with its version.

        A rule is ``{"period": "day", "limit_usd": 50.00, "action": "pause", "notify": ["ops@company.com"]}``;
        periods are intent, task, tree, hour, day, week, month; actions are alert, block, pause, kill.
        ``accept_from``: whose keys may send the agent intents, as addresses or prefixes such as ``agent://myorg/*``.
        """
        body = _given(
            rules=[dict(rule) for rule in rules], timezone=timezone, in_flight=in_flight, unpriced=unpriced,
            offline_usd=_money("offline_usd", offline_usd), mode=mode,
            accept_from=None if accept_from is None else list(accept_from))
        return self._client.call("PUT", f"/v1/mesh/agents/{quote(agent, safe='')}/policies/cost", body)

    def authorize(
        self, *, agent: str | None = None, intent_id: Id | None = None, task: str | None = None,
        estimate_usd: Money | None = None, model: str | None = None, tokens_in: int | None = None,
        max_tokens_out: int | None = None, ttl_seconds: int | None = None, probe: bool | None = None,
    ) -> Authorization:
        """Reserves what a call may cost at most, before it is made; raises Denied, Parked or Killed.

        Give ``estimate_usd``, or the model and its tokens. Use it in a ``with`` block and report through it: what no
        report settles is given back. ``ttl_seconds`` (30 to 3600; 600) must be longer than the call can take with its
        retries, or ``extend`` it meanwhile: a report after it is counted, but is ``late`` and may pass a limit.
        """
        client, account, name = self._client, _account(agent, intent_id, task), str(uuid.uuid4())
        usd = _money("estimate_usd", estimate_usd)
        whose: Json = {"agent": agent, "intent_id": intent_id, "task": task}
        payload = _encode(_given(
            **whose, authorization_id=name, estimate_usd=usd, model=model, tokens_in=tokens_in,
            max_tokens_out=max_tokens_out, ttl_seconds=ttl_seconds, probe=probe))
        try:
            client.flush()
            answer = client.call("POST", "/v1/mesh/authorizations", payload)
        except Unavailable as away:
            cost = Decimal(str(usd)) if usd is not None else _assumed(tokens_in, max_tokens_out)
            # Should the request have arrived all the same, its reservation is taken back when Purser answers.
            held = _Entry("DELETE", f"/v1/mesh/authorizations/{name}", None, account, cost)
            reason = client._spool.hold(held)
            if reason is not None:
                raise client._parked(reason) from away
            return Authorization(client, None, {}, whose, held)
        except PurserError as error:
            if error.code == "policy_denied":
                raise Killed(Standing(directive="KILL"), error.message) from error
            if error.status == 429:
                raise Denied({**error.details, "reason": "limit", "rule": error.message}) from error
            raise
        if answer.get("decision") != "allow":
            client._obey(Standing.of(answer), account)
            raise Denied(answer)
        client._spool.tell(account, None)
        given = Authorization(client, name, answer, whose)
        client._authorizations[name] = given
        return given

    def heartbeat(
        self, *, agent: str | None = None, intent_id: Id | None = None, status: str | None = None,
        metrics: Mapping[str, object] | None = None,
    ) -> Standing:
        """Says that the agent lives; raises Parked or Killed where it must stop.

        ``metrics`` may hold what happened since the last heartbeat: cost_usd, llm_calls, tokens_in, ... A cost in
        it is counted, and kept while Purser does not answer, as a report is.
        """
        client, account = self._client, _account(agent, intent_id, None)
        cost = _money("metrics.cost_usd", (metrics or {}).get("cost_usd"))
        entry = _Entry("POST", "/v1/mesh/heartbeat", _encode(_given(
            agent=agent, intent_id=intent_id, status=status, metrics=metrics, report_id=uuid.uuid4())), account)
        if cost is None:
            return client._obey(Standing.of(client.call(entry.method, entry.path, entry.payload)), account)
        entry.cost = Decimal(str(cost))
        return client._spend(entry)


class Authorization:
    """Money reserved for one call. Where Purser was away and the offline allowance gave it, it has no id."""

    def __init__(
        self, client: Client, authorization_id: str | None, answer: Json, whose: Json, held: _Entry | None = None
    ) -> None:
        self._client, self._whose, self._held, self._open = client, whose, held, True
        self.authorization_id, self.answer = authorization_id, answer
        self.expires_at: str | None = answer.get("expires_at")
        self.remaining_usd = _usd(answer.get("remaining_usd"))

    def report(
        self, cost_usd: Money | None = None, metadata: Mapping[str, object] | None = None, report_id: Id | None = None
    ) -> Standing:
        """Reports what the call did cost, and so settles the authorization; see ``Mesh.report_metric``."""
        if self._held is not None:
            self._held.cost = Decimal(0)
        return self._client.mesh.report_metric(
            cost_usd=cost_usd, metadata=metadata, report_id=report_id, authorization_id=self.authorization_id,
            **self._whose)

    def extend(self, ttl_seconds: int | None = None) -> None:
        """Holds it for ``ttl_seconds`` (600) from now: for a call that takes longer than was thought."""
        if self.authorization_id is not None:
            answer = self._client.call(
                "POST", f"/v1/mesh/authorizations/{self.authorization_id}/extend",
                _given(ttl_seconds=ttl_seconds))
            self.expires_at = answer.get("expires_at")

    def release(self) -> None:
        """Gives back what no report has settled; a second time does nothing."""
        if self._held is not None:
            self._held.cost = Decimal(0)
        elif self._open:
            self._open = False
            try:
                self._client._deliver(_Entry("DELETE", f"/v1/mesh/authorizations/{self.authorization_id}"))
            except PurserError as error:
                _log.warning("An authorization was not given back and will expire: %s", error)

    def __enter__(self) -> Authorization:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class Intents:
    """Work given to agents: ``client.intents``."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def create(
        self, *, to_agent: str, payload: Mapping[str, object], intent_type: str = "agent.task.v1",
        correlation_id: Id | None = None, idempotency_key: Id | None = None, limit_usd: Money | None = None,
        task: str | None = None, tags: Mapping[str, str] | None = None, **more: object,
    ) -> Json:
        """Gives an agent something to do and returns the answer with its ``intent_id``.

        ``more`` takes from_agent, reply_to, deadline_at, max_delivery_attempts, parent_intent_id, ...
        """
        body = _given(
            to_agent=to_agent, payload=payload, intent_type=intent_type, task=task, tags=tags,
            correlation_id=correlation_id or uuid.uuid4(), limit_usd=_money("limit_usd", limit_usd), **more)
        return self._client.call("POST", "/v1/intents", body, idempotency_key=idempotency_key or uuid.uuid4())

    def get(self, intent_id: Id) -> Json:
        """Returns the intent: its status, cost_usd, remaining_usd, parked_by, ..."""
        intent: Json = self._client.call("GET", f"/v1/intents/{intent_id}")["intent"]
        return intent

    def resolve(
        self, intent_id: Id, status: str = "COMPLETED", *, result: Mapping[str, object] | None = None,
        error: object = None, reason: str | None = None,
    ) -> Json:
        """Ends an intent: COMPLETED with a result, FAILED with an error or CANCELED with a reason."""
        body = _given(status=status, result=result, error=error, reason=reason)
        try:
            return self._client.call("POST", f"/v1/intents/{intent_id}/resolve", body)
        except PurserError as refused:
            if refused.status == 409 and refused.attempts > 1:  # perhaps the first attempt ended it
                intent = self.get(intent_id)
                if intent.get("status") == status:
                    return {"ok": True, "intent": intent}
            raise

    def directive(self, intent_id: Id, *, wait_seconds: int | None = None, seen: str | None = None) -> Standing:
        """Asks what to do, and waits up to 60 seconds for something else than what was ``seen``."""
        query = urlencode(_given(wait_seconds=wait_seconds, seen=seen))
        path = f"/v1/intents/{intent_id}/directive" + (f"?{query}" if query else "")
        answer = self._client.call(
            "GET", path, timeout=self._client._timeout + (wait_seconds or 0))
        return Standing.of({"intent_id": str(intent_id), **answer})

    def wait_for_release(self, intent_id: Id, *, seconds: float | None = None) -> Standing:
        """Waits while an intent is parked, then Parked is raised after ``seconds``; raises Killed if it ends so."""
        until = math.inf if seconds is None else time.monotonic() + seconds
        standing = Standing(directive="PARK", intent_id=str(intent_id))
        while True:
            asked = time.monotonic()
            try:
                wait = math.ceil(max(1, min(until - asked, _POLL_SECONDS)))
                standing = self.directive(intent_id, wait_seconds=wait, seen="PARK")
            except Unavailable as away:
                _log.warning("Purser does not answer (%s); intent %s stays parked", away, intent_id)
            if standing.directive == "KILL":
                raise Killed(standing)
            if standing.directive != "PARK":
                return standing
            if time.monotonic() >= until:
                raise Parked(standing)
            time.sleep(max(0.0, min(asked + _AWAY_SECONDS, until) - time.monotonic()))


class Task:
    """Work that is tracked under a name; made by ``client.task``. ``result`` is told when it completes."""

    def __init__(self, client: Client, agent: str, name: str, wait: bool | float) -> None:
        self._client, self._wait = client, wait
        self.agent, self.name = agent, name
        self.intent_id: str | None = None
        self.result: dict[str, object] = {}

    def report(
        self, cost_usd: Money | None = None, metadata: Mapping[str, object] | None = None, report_id: Id | None = None
    ) -> Standing:
        """Reports what a call cost; where that parks the task, the next call of it waits. See ``Mesh.report_metric``."""
        try:
            standing = self._client.mesh.report_metric(
                agent=self.agent, task=self.name, cost_usd=cost_usd, metadata=metadata, report_id=report_id)
        except Stopped as stopped:
            standing = self._stay(stopped)
        self.intent_id = standing.intent_id or self.intent_id
        return standing

    def authorize(
        self, *, estimate_usd: Money | None = None, model: str | None = None, tokens_in: int | None = None,
        max_tokens_out: int | None = None, ttl_seconds: int | None = None,
    ) -> Authorization:
        """Reserves what a call may cost at most, waiting while the task is parked; see ``Mesh.authorize``."""
        while True:
            try:
                return self._client.mesh.authorize(
                    agent=self.agent, task=self.name, estimate_usd=estimate_usd, model=model, tokens_in=tokens_in,
                    max_tokens_out=max_tokens_out, ttl_seconds=ttl_seconds)
            except Stopped as stopped:
                self._stay(stopped)

    def check(self) -> None:
        """Waits where the last report parked the task; raises where it must end. See ``Mesh.check``."""
        try:
            self._client.mesh.check(agent=self.agent, task=self.name)
        except Stopped as stopped:
            self._stay(stopped)

    def _open(self) -> None:
        """Opens the intent with a report of nothing, so that parked work stops before its first call."""
        try:
            self._client.flush()
            self._client._obey(self._ask(), _account(self.agent, None, self.name))
        except Unavailable as away:
            _log.warning("Purser does not answer (%s); task %s begins on its offline allowance", away, self.name)
        except Stopped as stopped:
            self._stay(stopped)

    def _ask(self) -> Standing:
        opening = {"agent": self.agent, "task": self.name, "cost_usd": 0, "report_id": uuid.uuid4()}
        standing = Standing.of(self._client.call("POST", "/v1/mesh/metrics", opening))
        self.intent_id = standing.intent_id
        return standing

    def _stay(self, stopped: Stopped) -> Standing:
        """Waits for the release, if it was asked for."""
        self.intent_id = stopped.intent_id or self.intent_id
        if self._wait is False or not isinstance(stopped, Parked):
            raise stopped
        until = math.inf if self._wait is True else time.monotonic() + self._wait
        _log.warning("%s; waiting for its release", stopped)
        while True:
            left = until - time.monotonic()
            try:
                self._client.flush()
                intent_id = self.intent_id or self._ask().intent_id
                if intent_id is None:
                    raise stopped
                standing = self._client.intents.wait_for_release(intent_id, seconds=None if left == math.inf else left)
                self._client._spool.tell(_account(self.agent, None, self.name), None)
                return standing
            except Unavailable:
                if left <= 0:
                    raise stopped from None
                time.sleep(min(_AWAY_SECONDS, left))

    def _end(self, status: str, **said: object) -> None:
        """Tells how it ended; what Purser cannot hear now it is told later."""
        try:
            intent_id = self.intent_id or self._ask().intent_id
            path, payload = f"/v1/intents/{intent_id}/resolve", _encode({"status": status, **said})
            self._client._deliver(_Entry("POST", path, payload))
        except PurserError as error:  # it has ended already, or ends by itself after a day without a report
            _log.warning("Task %s could not be resolved as %s: %s", self.name, status, error)
