// The form without a network: one unit at a time on the screen, all of them in the package that is saved.
// The desk checks everything again; what is checked here only spares a second way.
(function () {
  const form = document.querySelector("form[data-offline]");
  const known = JSON.parse(document.getElementById("known").textContent);
  const units = new Map(known.units.map((unit) => [unit.code, unit]));
  const filled = new Map(known.units.map((unit) => [unit.code, {}]));
  const chooser = form.querySelector("[data-unit]");
  const day = form.querySelector("[data-day]");
  const note = form.elements.note, nil = form.elements.nothing_to_report;
  const line = form.querySelector("[data-sum-line]");
  const fill = (words, ...values) => values.reduce((text, value) => text.replace("{}", value), words);
  const read = (text) => (text || "").replace(/[,，\s]/g, "");
  let shown = known.units.length ? known.units[0].code : "";

  function restore() {
    try {
      const kept = JSON.parse(localStorage.getItem("nuandong-" + known.gas_day) || "{}");
      for (const [code, cells] of Object.entries(kept)) if (filled.has(code)) filled.set(code, cells);
    } catch (_) { /* a browser that keeps nothing: the page itself still holds what is typed */ }
  }

  function keep() {
    filled.set(shown, cellsOf());
    try { localStorage.setItem("nuandong-" + known.gas_day, JSON.stringify(Object.fromEntries(filled))); } catch (_) { /* as above */ }
  }

  function cellsOf() {
    const cells = {};
    for (const input of form.querySelectorAll("[data-group] input, [data-group] textarea")) if (input.value.trim()) cells[input.name] = input.value.trim();
    if (note.value.trim()) cells.note = note.value.trim();
    if (nil.checked) cells.nothing_to_report = "是";
    return cells;
  }

  function row(field, unit, cells) {
    const place = document.createElement("div");
    place.className = field.group === "words" ? "field" : "field-row";
    const label = document.createElement("label");
    label.htmlFor = "f-" + field.name;
    label.textContent = field.label + " ";
    const input = document.createElement("input");
    Object.assign(input, { id: label.htmlFor, name: field.name, type: "text", value: cells[field.name] || "", autocomplete: "off" });
    if (field.group === "words") { place.append(label, input); return place; }
    input.inputMode = "decimal";
    const measure = document.createElement("span");
    measure.className = "unit";
    measure.textContent = field.unit || "";
    label.append(measure);
    const beside = document.createElement("div");
    beside.className = "with-before";
    beside.append(input);
    if (field.name in unit.last) {
      const before = document.createElement("span");
      before.className = "beside";
      before.textContent = form.dataset.lastWords + " " + Number(unit.last[field.name].toFixed(4));
      beside.append(before);
    }
    place.append(label, beside);
    return place;
  }

  function show() {
    const unit = units.get(shown);
    if (!unit) return;
    const cells = filled.get(shown), asked = new Set(unit.asked);
    form.querySelector("[data-unit-name]").textContent = unit.name;
    for (const group of form.querySelectorAll("[data-group]")) {
      const own = known.fields.filter((field) => field.group === group.dataset.group && asked.has(field.name));
      group.replaceChildren(...own.map((field) => row(field, unit, cells)));
    }
    note.value = cells.note || "";
    nil.checked = "nothing_to_report" in cells;
    line.dataset.before = sum(Object.entries(unit.last).filter(([name]) => name.startsWith("use_")).map(([, value]) => value)) || "";
    form.dispatchEvent(new Event("input"));
  }

  const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

  function faultsOf(unit, cells) {
    const said = [], d = form.dataset;
    const numbers = known.fields.filter((field) => field.group !== "words" && field.name in cells);
    for (const field of numbers) {
      const value = Number(read(cells[field.name]));
      const low = field.lower ?? -Infinity, high = field.upper ?? Infinity;
      if (!Number.isFinite(value) || value < low || value > high) said.push(fill(d.numberWords, field.label, low, high));
    }
    const isNil = "nothing_to_report" in cells;
    if (!numbers.length && !isNil) said.push(fill(d.emptyWords, unit.name));
    if (isNil && numbers.some((field) => Number(read(cells[field.name])) !== 0)) said.push(fill(d.nilWords, unit.name));
    const uses = known.fields.filter((field) => field.group === "use");
    if (!isNil && numbers.length) for (const field of uses) {
      if ((unit.last[field.name] || 0) >= 0.01 && !(field.name in cells)) said.push(fill(d.gapWords, field.label, unit.last[field.name]));
    }
    const supply = known.fields.find((field) => field.name === "actual_supply");
    const usedBefore = uses.some((field) => (unit.last[field.name] || 0) >= 0.01);
    if (!isNil && numbers.length && usedBefore && supply && unit.asked.includes(supply.name) && !(supply.name in cells)) said.push(fill(d.supplyWords, supply.label));
    const before = sum(uses.map((field) => unit.last[field.name] || 0));
    const now = sum(uses.map((field) => Number(read(cells[field.name])) || 0));
    if (before > 0.01 && now > 0.01 && Math.abs(now / before - 1) > 0.25 && !cells.note) said.push(fill(d.noteNeeded, unit.name));
    return said;
  }

  async function digestOf(text) {
    if (!window.crypto || !crypto.subtle) return "";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function save(event) {
    event.preventDefault();
    keep();
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day.value) && Date.now() >= Date.parse(day.value + "T00:00:00Z") + 86400000;
    const said = isDay ? [] : [form.dataset.dayWords];
    const ready = [...filled].filter(([, cells]) => Object.keys(cells).length);
    if (!ready.length) said.push(form.dataset.noneWords);
    for (const [code, cells] of ready) said.push(...faultsOf(units.get(code), cells));
    const place = form.querySelector("[data-faults]");
    place.hidden = !said.length;
    place.replaceChildren(...said.map((words) => Object.assign(document.createElement("p"), { textContent: words })));
    if (said.length) { place.scrollIntoView({ block: "center" }); return; }
    const reports = JSON.stringify(ready.map(([code, cells]) => ({ unit: code, gas_day: day.value, cells })));
    const text = JSON.stringify({ form: known.form, reports, sha256: await digestOf(reports) });
    const name = `daily-report-${day.value}-${ready.length === 1 ? ready[0][0] : ready.length}.json`;
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: name });
    link.click();
    form.querySelector("[data-told]").textContent = fill(form.dataset.savedWords, name, ready.length);
  }

  day.value = known.gas_day;
  restore();
  show();
  form.addEventListener("input", (event) => { if (event.target !== form) keep(); });
  if (chooser) chooser.addEventListener("change", () => { keep(); shown = chooser.value; show(); });
  form.addEventListener("submit", save);
})();
