// Curves: each `<figure class="chart" data-chart='{…}'>` is drawn from its own data; a table stands beside it.
// data: {unit, series: [{name, points: [[iso, number], …]}], band?: [low, high], span?: [lowest, highest], decimals?}
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent, CanvasRenderer]);

const DAY_MS = 86_400_000; // the axis names days, so no two of its marks fall on the same one
const drawn = new Map();
const day = new Intl.DateTimeFormat("fr-FR", { day: "numeric", month: "short" });
const moment = new Intl.DateTimeFormat("fr-FR", { weekday: "short", day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });

// Colours come from the style sheet, resolved in the light of the moment.
function colour(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

function option(data) {
  const number = new Intl.NumberFormat("fr-FR", { maximumFractionDigits: data.decimals ?? 1 });
  const [lake, plan, muted, line, soft, surface, ink] = ["lake", "plan", "muted", "line", "lake-soft", "raised", "ink"].map(colour);
  const text = { color: muted, fontFamily: "Inter Variable, sans-serif", fontSize: 12 };
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 34 : 16, bottom: 4, containLabel: true },
    legend: data.series.length > 1 ? { top: 0, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 4, textStyle: text } : undefined,
    tooltip: {
      trigger: "axis", renderMode: "richText", backgroundColor: surface, borderColor: line, textStyle: { ...text, color: ink, fontSize: 13 },
      formatter: (points) => [moment.format(points[0].value[0]), ...points.map((p) => `${data.series.length > 1 ? `${p.seriesName} : ` : ""}${number.format(p.value[1])} ${data.unit}`)].join("\n"),
    },
    xAxis: { type: "time", minInterval: DAY_MS, axisLabel: { ...text, margin: 14, hideOverlap: true, formatter: (value) => day.format(value) }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, splitLine: { show: false } },
    yAxis: { type: "value", scale: true, min: data.span?.[0], max: data.span?.[1], splitNumber: 4, axisLabel: { ...text, formatter: (value) => number.format(value) }, splitLine: { lineStyle: { color: line } } },
    series: data.series.map((series, index) => ({
      name: series.name, type: "line", data: series.points.map(([at, value]) => [new Date(at).getTime(), value]),
      symbol: "circle", symbolSize: series.points.length > 40 ? 3 : series.points.length === 1 ? 11 : 6, color: index ? plan : lake, lineStyle: { width: 2.5, type: index ? "dashed" : "solid" },
      markArea: data.band && index === 0 ? { silent: true, itemStyle: { color: soft }, label: { show: true, position: "insideTopLeft", color: muted, fontSize: 11 }, data: [[{ name: "zone cible", yAxis: data.band[0] }, { yAxis: data.band[1] }]] } : undefined,
    })),
  };
}

function draw(root = document) {
  for (const figure of root.querySelectorAll("[data-chart]")) {
    if (drawn.has(figure)) continue;
    const box = document.createElement("div");
    box.className = "chart-box";
    figure.prepend(box);
    const chart = init(box);
    const data = JSON.parse(figure.dataset.chart);
    chart.setOption(option(data));
    drawn.set(figure, { chart, data });
    new ResizeObserver(() => chart.resize()).observe(box);
  }
  for (const [figure, { chart }] of drawn) if (!figure.isConnected) { chart.dispose(); drawn.delete(figure); }
}

const redraw = () => drawn.forEach(({ chart, data }) => chart.setOption(option(data), true));

draw();
document.addEventListener("htmx:afterSettle", () => draw());
document.addEventListener("cordee:theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
