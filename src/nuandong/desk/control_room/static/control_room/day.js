// After the first paint: the map's line of text, the chart, and a table cell flashing once never. No inline anything.
(function () {
  const self = document.currentScript;

  function afterPaint(work) {
    requestAnimationFrame(function () { setTimeout(work, 0); });
  }

  function load(address) {
    return new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }

  function tellCounty(event) {
    const county = event.target.closest && event.target.closest("[data-line]");
    const line = document.getElementById("map-line");
    if (county && line) line.textContent = county.dataset.line;
  }

  const chart = document.getElementById("balance");
  if (chart) {
    afterPaint(function () {
      Promise.all([
        load(self.dataset.echarts).then(function () { return load(self.dataset.balance); }),
        fetch(chart.dataset.source, { headers: { Accept: "application/json" } }).then(function (answer) { return answer.json(); }),
      ]).then(function (both) {
        window.nuandongBalance(chart, both[1]);
      }).catch(function () {
        chart.classList.add("unavailable"); // the table behind the chart holds the same figures
        const table = document.getElementById("balance-table");
        if (table) table.open = true;
      });
    });
  }

  document.addEventListener("pointerover", tellCounty);
  document.addEventListener("focusin", tellCounty);
  // A link into a closed table opens it.
  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (target && target.tagName === "DETAILS") target.open = true;
  });
})();
