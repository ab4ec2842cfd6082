// Keeps an open page true: where the server says that something changed, the page is fetched anew,
// and those parts of it that are marked data-fresh and differ are put in place.
"use strict";

const stream = document.currentScript.dataset.live;
const seen = new Map();
const FOCUSABLE = "a[href], button, summary, [tabindex]";
const AGAIN_MS = 3000;
let fetching = false;
let again = false;

function remember(element) {
  seen.set(element.id, element.outerHTML);
}

function tell(element) {
  element.dispatchEvent(new CustomEvent("purser:changed", { bubbles: true }));
}

// What was fetched is compared with what was fetched before: scripts change the page in between. A
// part with a data-state is news only where that differs: its forms are made anew each time.
function isNews(fresh, old) {
  return "state" in fresh.dataset
    ? fresh.dataset.state !== old.dataset.state
    : seen.get(fresh.id) !== fresh.outerHTML;
}

// Whether someone fills something in there, or has.
function isFilledIn(part) {
  const changed = (field) =>
    field.matches("select")
      ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
      : field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  return [...part.querySelectorAll("input, select, textarea")].some(
    (field) => field === document.activeElement || changed(field));
}

// What the reader has opened, scrolled to and focused stays so in what comes in its place.
function keepPlace(old, next, focused) {
  const all = (part, what) => [...part.querySelectorAll(what)];
  const name = (details) => details.querySelector("summary")?.textContent;
  const opened = new Set(all(old, "details[open]").map(name));
  all(next, "details").filter((details) => opened.has(name(details))).forEach((details) => { details.open = true; });
  const scrolled = all(old, ".scroll").map((region) => region.scrollLeft);
  return () => {
    all(next, ".scroll").forEach((region, i) => { region.scrollLeft = scrolled[i] ?? 0; });
    if (focused >= 0) {
      all(next, FOCUSABLE)[focused]?.focus({ preventScroll: true });
    }
  };
}

function put(old, fresh) {
  if (isFilledIn(old)) {
    return old;
  }
  const focused = [...old.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  const next = document.importNode(fresh, true);
  const place = keepPlace(old, next, focused);
  old.replaceWith(next);
  place();
  remember(fresh);
  tell(next);
  return next;
}

// A list keeps the rows that are as they were; the others come, go and move.
function putRows(list, fresh) {
  const wanted = [...fresh.children];
  const ids = new Set(wanted.map((row) => row.id));
  [...list.children].filter((row) => !ids.has(row.id)).forEach((row) => row.remove());
  wanted.forEach((row, i) => {
    let here = document.getElementById(row.id);
    if (here && isNews(row, here)) {
      here = put(here, row);
    }
    const place = list.children[i] ?? null;
    if (!here) {
      here = document.importNode(row, true);
      list.insertBefore(here, place);
      remember(row);
      tell(here);
    } else if (here !== place) {
      move(list, here, place);
    }
  });
}

// An element that moves would lose the focus.
function move(list, row, place) {
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  list.insertBefore(row, place);
  focused?.focus({ preventScroll: true });
}

function replace(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old || !isNews(fresh, old)) {
    return;
  }
  if (fresh.dataset.fresh === "rows") {
    putRows(old, fresh);
    remember(fresh);
  } else {
    put(old, fresh);
  }
}

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.redirected && new URL(response.url).pathname === "/sign-in") {
      location.reload();
      return;
    }
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      page.querySelectorAll("[data-fresh]").forEach(replace);
    }
  } catch (error) {
    // The server is away; the stream tells when it is back.
  } finally {
    fetching = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

// The browser asks again by itself where a stream ends or breaks, but not where it is refused: that
// is so after signing out, and while a server starts.
function listen() {
  const source = new EventSource(stream);
  source.addEventListener("changed", refresh);
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      refresh();
      setTimeout(listen, AGAIN_MS);
    }
  });
}

document.querySelectorAll("[data-fresh], [data-fresh=rows] > *").forEach(remember);
listen();
