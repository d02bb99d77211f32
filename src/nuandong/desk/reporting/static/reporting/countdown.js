// Counts the seconds to the next deadline down, from what the server said; without this file the first figure stands.
(function () {
  const start = function (part) {
    for (const place of part.querySelectorAll("[data-seconds-left]")) {
      const ends = Date.now() + Number(place.dataset.secondsLeft) * 1000;
      const two = (number) => String(number).padStart(2, "0");
      const show = function () {
        const left = Math.floor((ends - Date.now()) / 1000);
        if (!place.isConnected) { clearInterval(ticking); return; } // the page was refreshed in place
        if (left < 0) { place.textContent = place.dataset.passed; clearInterval(ticking); return; }
        const clock = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
        place.textContent = place.dataset.words.replace("{}", clock);
      };
      const ticking = setInterval(show, 1000);
      show();
    }
  };
  start(document);
  document.addEventListener("htmx:afterSwap", (swap) => start(swap.detail.elt.parentElement || document));
})();
