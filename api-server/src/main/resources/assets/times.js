// Times come in UTC; they are shown in the reader's zone, with UTC on hover.
"use strict";

function showTimes(root) {
  const format = new Intl.DateTimeFormat(undefined, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });
  root.querySelectorAll("time[datetime]:not([data-local])").forEach((time) => {
    time.textContent = format.format(new Date(time.dateTime));
    time.dataset.local = "";
  });
}

showTimes(document);
document.addEventListener("purser:changed", (event) => showTimes(event.target));
