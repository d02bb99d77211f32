// The part of ECharts that the desk's pages draw with, as `window.echarts`. What is not named here is not sent.
import * as echarts from "echarts/core";
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, MarkAreaComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
  BarChart, CustomChart, LineChart,
  GridComponent, LegendComponent, MarkAreaComponent, TitleComponent, TooltipComponent,
  CanvasRenderer, // the SVG renderer writes style attributes, which the pages' policy refuses
]);
window.echarts = echarts;
