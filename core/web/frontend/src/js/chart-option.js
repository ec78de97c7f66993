// Turn a chart of ui/views/blocks.py (kind, x, series, fmt) into what ECharts wants.
const locale = document.documentElement.lang;

function format({ fmt, currency }) {
  const shape = {
    money: { style: "currency", currency: currency ?? "EUR", notation: "compact", maximumFractionDigits: 1 },
    pct: { style: "percent", maximumFractionDigits: 1 },
  };
  const number = new Intl.NumberFormat(locale, shape[fmt] ?? { maximumFractionDigits: 2 });
  return (value) => number.format(value);
}

function axes(spec, show) {
  const category = { type: "category", data: spec.x };
  const value = { type: "value", axisLabel: { formatter: show }, splitNumber: 4 };
  return {
    grid: { left: 8, right: 8, top: spec.series.length > 1 ? 34 : 12, bottom: 4, containLabel: true },
    legend: { show: spec.series.length > 1, left: 0, top: 0 },
    tooltip: { trigger: "axis", valueFormatter: show },
    xAxis: category,
    yAxis: value,
  };
}

function lines(spec, token) {
  return spec.series.map(({ name, values }) => {
    const series = { type: spec.kind === "bar" ? "bar" : "line", name, data: values };
    if (spec.kind === "area") series.areaStyle = { opacity: 0.12 };
    if (spec.kind === "scatter") series.type = "scatter";
    if (spec.stacked) series.stack = "all";
    if (name === spec.compare) {
      const color = token("ch8");
      const dashed = { color, type: [4, 4], width: 1.75 };
      Object.assign(series, { type: "line", itemStyle: { color }, lineStyle: dashed, stack: undefined });
    }
    return series;
  });
}

function slices(spec, show) {
  const data = spec.x.map((name, at) => ({ name, value: spec.series[0].values[at] }));
  const round = spec.kind === "funnel"
    ? { type: "funnel", left: 8, right: "36%", top: 8, bottom: 8, label: { show: false } }
    : { type: "pie", radius: spec.kind === "donut" ? ["56%", "82%"] : "82%", center: ["32%", "50%"], label: { show: false } };
  return {
    tooltip: { trigger: "item", valueFormatter: show },
    legend: { orient: "vertical", right: 0, top: "middle" },
    series: [{ ...round, data }],
  };
}

export function option(spec, token) {
  const show = format(spec);
  if (["pie", "donut", "funnel"].includes(spec.kind)) return slices(spec, show);
  return { ...axes(spec, show), series: lines(spec, token) };
}
