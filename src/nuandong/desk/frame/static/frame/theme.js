// Light or dark: the system's choice unless this browser has chosen. Loaded in the head, before the first paint.
(function () {
  const root = document.documentElement;
  const kept = (function () {
    try { return localStorage.getItem("theme"); } catch { return null; }
  })();
  if (kept === "light" || kept === "dark") root.dataset.theme = kept;

  function shown() {
    if (root.dataset.theme) return root.dataset.theme;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  function tell() {
    document.dispatchEvent(new CustomEvent("themechange", { detail: shown() }));
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", tell);
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-theme-switch]");
    if (!button) return;
    root.dataset.theme = shown() === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a private window forgets */ }
    tell();
  });
})();
