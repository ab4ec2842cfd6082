// Keeps an open page true: where the server says that something changed, the page is fetched anew,
// and those parts of it that are marked data-fresh and differ are put in place.
"use strict";

const stream = document.currentScript.dataset.live;
const seen = new Map();
let fetching = false;
let again = false;

function remember(element) {
  seen.set(element.id, element.outerHTML);
}

function tell(element) {
  element.dispatchEvent(new CustomEvent("purser:changed", { bubbles: true }));
}

// What was fetched is compared with what was fetched before: scripts change the page in between.
function isNews(fresh) {
  return seen.get(fresh.id) !== fresh.outerHTML;
}

function put(old, fresh) {
  const active = document.activeElement;
  if (old.contains(active) && active.matches("input, select, textarea")) {
    return old;
  }
  const focused = old.contains(active) ? active.id : "";
  const next = document.importNode(fresh, true);
  old.replaceWith(next);
  remember(fresh);
  if (focused) {
    document.getElementById(focused)?.focus();
  }
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
    if (here && isNews(row)) {
      here = put(here, row);
    }
    const place = list.children[i] ?? null;
    if (!here) {
      here = document.importNode(row, true);
      list.insertBefore(here, place);
      remember(row);
      tell(here);
    } else if (here !== place) {
      list.insertBefore(here, place);
    }
  });
}

function replace(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old || !isNews(fresh)) {
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

const source = new EventSource(stream);
source.addEventListener("changed", refresh);
