// Turn a ChartBlock (kind, x, series, fmt) of ui/views/blocks.py into what ECharts wants. The
// block's own ``option`` is merged last and scrubbed: it is data of a plugin, not code.
const locale = document.documentElement.lang;

const SHAPES = {
  num: () => ({ maximumFractionDigits: 2 }),
  money: (currency) => ({
    style: "currency",
    currency: currency ?? "EUR",
    notation: "compact",
    maximumFractionDigits: 1,
  }),
  pct: () => ({ style: "percent", maximumFractionDigits: 1 }),
  dur: () => ({ style: "unit", unit: "hour", unitDisplay: "short", maximumFractionDigits: 1 }),
};

function formatter(fmt, currency) {
  const number = new Intl.NumberFormat(locale, SHAPES[fmt](currency));
  return (value) => number.format(value);
}

// few categories are all named, as far as there is room
const few = (names) => (names.length <= 7 ? { interval: 0, hideOverlap: true } : {});

function cartesian(spec, show, token) {
  const many = spec.series.length > 1;
  return {
    grid: { left: 8, right: 8, top: many ? 34 : 12, bottom: 4, containLabel: true },
    legend: { show: many, left: 0, top: 0 },
    tooltip: { trigger: "axis", valueFormatter: show },
    xAxis: { type: "category", data: spec.x, axisLabel: few(spec.x) },
    yAxis: { type: "value", axisLabel: { formatter: show }, splitNumber: 4 },
    series: spec.series.map((one) => line(spec, one, token)),
  };
}

function line(spec, { name, values }, token) {
  if (name === spec.compare) {
    const color = token("ch8");
    const lineStyle = { color, type: [4, 4], width: 1.75 };
    return { type: "line", name, data: values, itemStyle: { color }, lineStyle };
  }
  const type = ["bar", "scatter"].includes(spec.kind) ? spec.kind : "line";
  const series = { type, name, data: values };
  if (spec.kind === "area") series.areaStyle = { opacity: 0.12 };
  if (spec.stacked) series.stack = "all";
  return series;
}

const ROUND = { center: ["32%", "50%"], label: { show: false } };
const PARTS = {
  pie: { type: "pie", radius: "82%", ...ROUND },
  donut: { type: "pie", radius: ["56%", "82%"], ...ROUND },
  funnel: { type: "funnel", left: 8, right: "36%", top: 8, bottom: 8, label: { show: false } },
  treemap: { type: "treemap", roam: false, nodeClick: false, breadcrumb: { show: false } },
};

function parts(spec, show) {
  const data = spec.x.map((name, at) => ({ name, value: spec.series[0].values[at] }));
  const legend = { show: spec.kind !== "treemap", orient: "vertical", right: 0, top: "middle" };
  const tooltip = { trigger: "item", valueFormatter: show };
  return { tooltip, legend, series: [{ ...PARTS[spec.kind], data }] };
}

function gauge(spec, show) {
  const [{ name, values }] = spec.series;
  const off = { show: false };
  const dial = { progress: { show: true }, pointer: off, axisTick: off, axisLabel: off, splitLine: off };
  const detail = { formatter: show, fontSize: 20, offsetCenter: [0, 0] };
  const title = { offsetCenter: [0, "30%"], fontSize: 12 };
  return { series: [{ type: "gauge", ...dial, detail, title, data: [{ name, value: values[0] }] }] };
}

// heatmap and sankey have no short form: their data stands in ``option``
function base(spec, show, token) {
  if (spec.kind in PARTS) return parts(spec, show);
  if (spec.kind === "gauge") return gauge(spec, show);
  if (["heatmap", "sankey"].includes(spec.kind)) return { tooltip: { valueFormatter: show } };
  return cartesian(spec, show, token);
}

// Names of formatters are replaced, other text in their place is dropped: ECharts would fill it in
// as HTML. Pictures would be requests to other hosts.
function scrub(node, currency) {
  if (Array.isArray(node)) return node.map((one) => scrub(one, currency));
  if (!node || typeof node !== "object") return node;
  const clean = {};
  for (const [key, value] of Object.entries(node)) {
    if (["__proto__", "constructor", "prototype", "renderMode", "extraCssText"].includes(key)) continue;
    if (typeof value === "string" && value.startsWith("image://")) continue;
    if (/formatter$/i.test(key)) {
      const fmt = String(value).replace("@", "");
      if (String(value).startsWith("@") && fmt in SHAPES) clean[key] = formatter(fmt, currency);
      continue;
    }
    clean[key] = scrub(value, currency);
  }
  return clean;
}

function merge(into, from) {
  for (const [key, value] of Object.entries(from)) {
    const both = [into[key], value].every((one) => one?.constructor === Object);
    into[key] = both ? merge(into[key], value) : value;
  }
  return into;
}

export function option(spec, token) {
  const own = scrub(spec.option ?? {}, spec.currency);
  return merge(base(spec, formatter(spec.fmt, spec.currency), token), own);
}
