// The lazy chunk: ECharts with Kontor's colours. Canvas and rich-text tooltips only: the HTML
// tooltip writes style attributes, which the content security policy refuses.
import {
  BarChart,
  FunnelChart,
  GaugeChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
  TreemapChart,
} from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { option } from "./chart-option.js";

echarts.use([
  BarChart,
  FunnelChart,
  GaugeChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
  TreemapChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);

function token(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

function theme() {
  const [ink, quiet, line] = [token("ink"), token("ink-2"), token("line")];
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: { color: quiet, fontSize: 11 },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    color: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => token(`ch${n}`)),
    textStyle: { fontFamily, fontSize: 11.5, color: ink },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    legend: {
      textStyle: { color: quiet, fontSize: 11.5 },
      icon: "roundRect",
      itemWidth: 9,
      itemHeight: 9,
      itemGap: 14,
    },
    tooltip: {
      renderMode: "richText",
      backgroundColor: token("raised"),
      borderColor: token("line-2"),
      borderWidth: 1,
      textStyle: { color: ink, fontSize: 12, fontFamily },
    },
    line: { smooth: 0.25, symbolSize: 6, showSymbol: false, lineStyle: { width: 2 } },
    bar: { itemStyle: { borderRadius: [3, 3, 0, 0] }, barMaxWidth: 22 },
    pie: { itemStyle: { borderColor: token("raised"), borderWidth: 2 } },
  };
}

export function mount(host) {
  const spec = JSON.parse(host.querySelector("script[type='application/json']").textContent);
  const box = document.createElement("div");
  box.className = "canvas";
  box.setAttribute("aria-hidden", "true");
  host.append(box);
  let chart;

  const draw = () => {
    chart?.dispose();
    chart = echarts.init(box, theme(), { renderer: "canvas" });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    chart.setOption({ ...option(spec, token), animationDuration: still ? 0 : 400 });
    host.dataset.ready = "";
  };
  draw();

  const system = matchMedia("(prefers-color-scheme: dark)");
  const size = new ResizeObserver(() => chart.resize());
  size.observe(host);
  document.addEventListener("k:theme", draw);
  system.addEventListener("change", draw);
  return {
    dispose() {
      size.disconnect();
      document.removeEventListener("k:theme", draw);
      system.removeEventListener("change", draw);
      chart.dispose();
      box.remove();
    },
  };
}
