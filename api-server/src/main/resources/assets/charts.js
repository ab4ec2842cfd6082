// Draws the charts of a page with Chart.js: what they show stands in the page as a table as well.
"use strict";

const palette = ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"];

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function dollars(value) {
  const digits = value !== 0 && Math.abs(value) < 0.01 ? 6 : 2;
  return "$" + value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: digits });
}

// There is little room beside a chart: cents only where there are any.
function tick(value) {
  return Number.isInteger(value) ? "$" + value.toLocaleString("en-US") : dollars(value);
}

function spark(canvas) {
  const points = canvas.dataset.points.split(" ").map(Number);
  new Chart(canvas, {
    type: "line",
    data: {
      labels: points.map((_, i) => i),
      datasets: [{ data: points, borderColor: color("--chart-1"), borderWidth: 1.5, pointRadius: 0, tension: 0.3 }],
    },
    options: {
      animation: false,
      responsive: false,
      events: [],
      plugins: { legend: { display: false }, tooltip: { enabled: false } },
      scales: { x: { display: false }, y: { display: false, beginAtZero: true } },
    },
  });
}

// Names may be long, and may have marks that turn the direction of what stands beside them.
function short(text) {
  const most = innerWidth < 600 ? 16 : 32;
  const plain = text.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/\s+/g, " ").trim();
  const letters = [...plain];
  const half = most / 2;
  return letters.length > most ? letters.slice(0, half).join("") + "…" + letters.slice(1 - half).join("") : plain;
}

// A figure's table: its first column names the points, each further one is a series; a cell's
// data-value is its number.
function read(table) {
  const heads = [...table.tHead.rows[0].cells].slice(1).map((cell) => short(cell.textContent));
  const rows = [...table.tBodies[0].rows];
  const label = (cell) => cell.dataset.label ?? short(cell.textContent);
  return {
    points: table.tHead.rows[0].cells[0].textContent.trim(),
    labels: rows.map((row) => label(row.cells[0])),
    series: heads
      .map((name, i) => ({ name, values: rows.map((row) => Number(row.cells[i + 1].dataset.value ?? NaN)) }))
      .filter((one) => one.values.some((value) => !Number.isNaN(value))),
  };
}

function chart(figure) {
  const { points, labels, series } = read(figure.querySelector("table"));
  const stacked = figure.dataset.chart.startsWith("stacked");
  const horizontal = figure.dataset.chart.endsWith("rows");
  const axis = { grid: { color: color("--line") }, ticks: { color: color("--muted") } };
  // It names the unit, and of time the zone.
  const named = { ...axis, title: { display: true, text: points, color: color("--muted") } };
  const money = { ...axis, beginAtZero: true, ticks: { ...axis.ticks, callback: tick } };
  new Chart(figure.querySelector("canvas"), {
    type: "bar",
    data: {
      labels,
      datasets: series.map((one, i) => ({
        label: one.name,
        data: one.values,
        backgroundColor: color(palette[i % palette.length]),
        maxBarThickness: 72,
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: horizontal ? "y" : "x",
      plugins: {
        legend: { display: series.length > 1, labels: { color: color("--text"), boxWidth: 12 } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label}: ${dollars(item.raw)}` } },
      },
      scales: horizontal
        ? { x: { ...money, stacked }, y: { ...named, stacked } }
        : { x: { ...named, stacked }, y: { ...money, stacked } },
    },
  });
}

// Chart.js keeps the charts of canvases that have left the page.
function clear() {
  Object.values(Chart.instances).filter((one) => !one.canvas.isConnected).forEach((one) => one.destroy());
}

function draw(root) {
  clear();
  root.querySelectorAll("canvas.spark").forEach((canvas) => Chart.getChart(canvas) ?? spark(canvas));
  root.querySelectorAll("figure[data-chart]").forEach((figure) => {
    Chart.getChart(figure.querySelector("canvas"))?.destroy();
    chart(figure);
  });
}

draw(document);
document.addEventListener("purser:changed", (event) => draw(event.target));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  document.querySelectorAll("canvas").forEach((canvas) => Chart.getChart(canvas)?.destroy());
  draw(document);
});
