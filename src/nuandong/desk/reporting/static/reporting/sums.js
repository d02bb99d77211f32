// Adds the classes up as they are typed, beside the supply and the last report. The server checks all of it again.
(function () {
  const form = document.querySelector("form[data-sums]");
  const line = form && form.querySelector("[data-sum-line]");
  if (!line) return;
  const read = function (field) {
    const text = field ? field.value.replace(/[,，\s]/g, "") : "";
    const number = text === "" ? NaN : Number(text);
    return Number.isFinite(number) ? number : NaN;
  };
  const shown = (number) => number.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const signed = (share) => (share > 0 ? "+" : "") + (share * 100).toFixed(1).replace("-", "−");
  const fill = (words, ...values) => values.reduce((text, value) => text.replace("{}", value), words);

  function tell() {
    const uses = [...form.querySelectorAll('input[name^="use_"]')].map(read).filter(Number.isFinite);
    const sum = uses.reduce((total, use) => total + use, 0);
    const supply = read(form.querySelector('[name="actual_supply"]'));
    const before = Number(line.dataset.before || NaN);
    const said = [fill(line.dataset.sumWords, shown(sum))];
    let off = false;
    if (uses.length && supply > 0.01) {
      const apart = (sum - supply) / supply;
      said.push(fill(line.dataset.supplyWords, shown(supply), signed(apart)));
      if (Math.abs(apart) > 0.01) { said.push(line.dataset.offWords); off = true; }
    }
    if (uses.length && before > 0.01) {
      const change = (sum - before) / before;
      said.push(fill(line.dataset.changeWords, signed(change)));
      if (Math.abs(change) > 0.25) { said.push(line.dataset.noteWords); off = true; }
    }
    line.textContent = uses.length ? said.join(" · ") : "";
    line.classList.toggle("off", off);
  }

  form.addEventListener("input", tell);
  tell();
})();
