// The 14-day balance: temperature above, supply stacked under demand in the middle, actions below, one time axis.
// Colours come from the page's own tokens, so both themes and print draw alike.
(function () {
  const HEIGHTS = { temperature: 0.15, balance: 0.47, actions: 0.13 };

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function words(number, decimals) {
    if (number === null || number === undefined) return "—";
    return number.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).replace("-", "−");
  }

  function hatch(ink) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.strokeStyle = ink;
    pen.lineWidth = 1.4;
    for (const shift of [-8, 0, 8]) {
      pen.beginPath();
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
      pen.stroke();
    }
    return { image: tile, repeat: "repeat" };
  }

  function palette() {
    return {
      ink: token("--ink"), soft: token("--ink-soft"), faint: token("--ink-faint"), hair: token("--hair"), line: token("--line"),
      sheet: token("--sheet"), well: token("--well"), bar: token("--bar"), barSoft: token("--bar-soft"),
    };
  }

  function grids(width, height) {
    const left = width < 520 ? 44 : 54, right = 10, top = 26, between = [36, 52];
    const room = height - top - between[0] - between[1] - (width < 700 ? 130 : 96);
    const scale = room / (HEIGHTS.temperature + HEIGHTS.balance + HEIGHTS.actions);
    const first = HEIGHTS.temperature * scale, second = HEIGHTS.balance * scale, third = HEIGHTS.actions * scale;
    return [
      { left, right, top, height: first },
      { left, right, top: top + first + between[0], height: second },
      { left, right, top: top + first + between[0] + second + between[1], height: third },
    ];
  }

  function titles(areas, said, colours) {
    return ["temperature", "balance", "actions"].map(function (key, place) {
      return {
        text: said[key], left: 0, top: areas[place].top - 22, padding: 0,
        textStyle: { fontSize: 12, fontWeight: 600, color: colours.soft },
      };
    });
  }

  function axes(figures, colours, narrow) {
    const label = { color: colours.faint, fontSize: 11 };
    const times = [0, 1, 2].map(function (place) {
      return {
        type: "category", gridIndex: place, data: figures.ticks, boundaryGap: true,
        axisLine: { lineStyle: { color: colours.line } }, axisTick: { show: false },
        axisLabel: place === 1 ? { ...label, interval: narrow ? 2 : 0 } : { show: false },
        splitLine: { show: false }, axisPointer: { show: true, type: "shadow", label: { show: false }, shadowStyle: { color: colours.well, opacity: 0.6 } },
      };
    });
    const value = [0, 1, 2].map(function (place) {
      return {
        type: "value", gridIndex: place, splitNumber: place === 1 ? 5 : 2, min: place === 0 ? "dataMin" : 0,
        axisLabel: { ...label, formatter: function (number) { return words(number, 0); } },
        splitLine: { lineStyle: { color: colours.hair } }, axisLine: { show: false }, axisTick: { show: false },
      };
    });
    value[1].max = function (range) { return Math.ceil(range.max / 500) * 500; };
    value[0].min = function (range) { return Math.floor(range.min / 5) * 5; };
    value[0].max = function (range) { return Math.ceil(range.max / 5) * 5; };
    return { times, value };
  }

  function coldAreas(figures, colours) {
    const areas = [];
    figures.cold.forEach(function (isCold, place) {
      if (!isCold) return;
      const open = areas[areas.length - 1];
      if (open && open[1].xAxis === place - 1) open[1].xAxis = place;
      else areas.push([{ xAxis: place, name: figures.words.cold }, { xAxis: place }]);
    });
    return {
      silent: true, itemStyle: { color: colours.well }, data: areas,
      label: { color: colours.soft, fontSize: 11, position: "insideBottomLeft" },
    };
  }

  function temperatureSeries(figures, colours) {
    return [
      { name: figures.words.normal, type: "line", data: figures.normal, xAxisIndex: 0, yAxisIndex: 0, symbol: "none", silent: true,
        lineStyle: { color: colours.bar, width: 1, type: "dashed" } },
      { name: figures.words.temperature, type: "line", data: figures.temperature, xAxisIndex: 0, yAxisIndex: 0, symbol: "circle", symbolSize: 4,
        lineStyle: { color: colours.ink, width: 1.75 }, itemStyle: { color: colours.ink }, markArea: coldAreas(figures, colours) },
    ];
  }

  function supplySeries(figures, colours) {
    const place = { xAxisIndex: 1, yAxisIndex: 1, barCategoryGap: "16%" };
    const bars = figures.supply.map(function (kind) {
      return { name: kind.name, type: "bar", stack: "supply", data: kind.flow, ...place,
        itemStyle: { color: token("--s-" + kind.key), borderColor: colours.sheet, borderWidth: 0.5 } };
    });
    bars.push({ name: figures.words.gap, type: "bar", stack: "supply", data: figures.gap, ...place,
      itemStyle: { color: hatch(colours.ink), borderColor: colours.ink, borderWidth: 1 } });
    return bars;
  }

  function demandSeries(figures, colours) {
    const place = { xAxisIndex: 1, yAxisIndex: 1, symbol: "none", z: 5 };
    const spread = figures.high.map(function (high, step) { return high === null ? null : high - figures.low[step]; });
    return [
      { name: "low", type: "line", stack: "band", data: figures.low, ...place, silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } },
      { name: figures.words.band, type: "line", stack: "band", data: spread, ...place, silent: true, lineStyle: { opacity: 0 },
        areaStyle: { color: colours.ink, opacity: 0.14 } },
      { name: figures.words.demand, type: "line", data: figures.demand, ...place, z: 6, symbol: "circle", symbolSize: 5,
        lineStyle: { color: colours.ink, width: 2.25 }, itemStyle: { color: colours.ink, borderColor: colours.sheet, borderWidth: 1 } },
    ];
  }

  function actionSeries(figures, colours) {
    const place = { xAxisIndex: 2, yAxisIndex: 2, type: "bar", stack: "actions", barCategoryGap: "16%" };
    return [
      { ...place, name: figures.words.reserve, data: figures.reserve, itemStyle: { color: colours.bar } },
      { ...place, name: figures.words.relief, data: figures.relief, itemStyle: { color: colours.ink } },
    ];
  }

  // A row of chips under the actions: the level of each day by hue, height and word.
  function levelSeries(figures, colours) {
    return {
      type: "custom", name: figures.words.level, xAxisIndex: 2, yAxisIndex: 2, data: figures.levels.map(function (_, step) { return [step, 0]; }),
      clip: false, silent: true, z: 3,
      renderItem: function (params, api) {
        const level = figures.levels[params.dataIndex];
        const width = api.size([1, 0])[0] * 0.92;
        const x = api.coord([params.dataIndex, 0])[0] - width / 2;
        const y = params.coordSys.y + params.coordSys.height + 10;
        const hue = level.hue === "none" ? null : token("--" + level.hue);
        const word = width < 13 + 11 * Math.min(level.word.length, 3) * (level.word.length > 3 ? 0.95 : 1) ? level.word.slice(0, 1) : level.word;
        return { type: "group", children: [
          { type: "rect", shape: { x, y, width, height: 20, r: 2 }, style: { fill: hue || "none", stroke: hue || colours.line, lineWidth: 1 } },
          { type: "text", style: { text: hue ? word : "—", x: x + width / 2, y: y + 10, align: "center", verticalAlign: "middle",
            fill: hue ? token("--on-" + level.hue) : colours.faint, fontSize: 11, fontWeight: 600 } },
        ] };
      },
    };
  }

  function tip(figures, step) {
    const box = document.createElement("div");
    box.className = "tip";
    const head = document.createElement("b");
    head.textContent = figures.days[step] + " · " + figures.levels[step].word;
    const table = document.createElement("table");
    const lines = [
      [figures.words.temperature, words(figures.temperature[step], 1)],
      [figures.words.demand, words(figures.demand[step], 1)],
      [figures.words.band, words(figures.low[step], 1) + "–" + words(figures.high[step], 1)],
      [figures.words.supply, words(figures.total[step], 1)],
      [figures.words.gap, words(figures.gap[step], 1) + " (" + words(figures.share[step] * 100, 1) + " %)"],
      ...(figures.chance[step] ? [[figures.words.chance, figures.chance[step]]] : []),
      [figures.words.reserve, words(figures.reserve[step], 1)],
      [figures.words.relief, words(figures.relief[step], 1)],
    ];
    for (const [name, number] of lines) {
      const row = table.insertRow();
      const heading = document.createElement("th");
      heading.textContent = name;
      row.append(heading);
      const cell = row.insertCell();
      cell.className = "num";
      cell.textContent = number;
    }
    box.append(head, table);
    return box;
  }

  function option(figures, box) {
    const colours = palette(), narrow = box.clientWidth < 520;
    const areas = grids(box.clientWidth, box.clientHeight), both = axes(figures, colours, narrow);
    return {
      animation: false, backgroundColor: "transparent", textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: false }, grid: areas, title: titles(areas, figures.words, colours), xAxis: both.times, yAxis: both.value,
      axisPointer: { link: [{ xAxisIndex: "all" }] },
      tooltip: { trigger: "axis", confine: true, padding: 0, borderWidth: 0, backgroundColor: "transparent", extraCssText: "box-shadow:none",
        formatter: function (points) { return tip(figures, points[0].dataIndex); } },
      legend: {
        bottom: 0, left: 0, itemWidth: 12, itemHeight: 10, itemGap: narrow ? 8 : 10, type: "plain",
        textStyle: { color: colours.soft, fontSize: 11 }, selectedMode: false,
        data: [...figures.supply.map(function (kind) { return kind.name; }), figures.words.gap, figures.words.demand, figures.words.reserve, figures.words.relief],
      },
      series: [...temperatureSeries(figures, colours), ...supplySeries(figures, colours), ...demandSeries(figures, colours),
        ...actionSeries(figures, colours), levelSeries(figures, colours)],
    };
  }

  window.nuandongBalance = function (box, figures) {
    let chart = null;
    function draw() {
      if (chart) chart.dispose(); // colours are read anew: a theme change needs a new drawing
      chart = window.echarts.init(box, null, { renderer: "canvas" });
      chart.on("rendered", function () { box.dataset.drawn = "yes"; });
      chart.setOption(option(figures, box));
    }
    draw();
    document.addEventListener("themechange", draw);
    // Paper is light and narrow, and a canvas cannot be restyled: draw for paper, then for the screen again.
    const root = document.documentElement;
    let chosen;
    window.addEventListener("beforeprint", function () {
      chosen = root.dataset.theme;
      root.dataset.theme = "light";
      root.classList.add("printing");
      draw();
    });
    window.addEventListener("afterprint", function () {
      root.classList.remove("printing");
      if (chosen) root.dataset.theme = chosen;
      else delete root.dataset.theme;
      draw();
    });
    let waiting = 0;
    new ResizeObserver(function () {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 150);
    }).observe(box);
  };
})();
