// On a phone the doors of the head stand in a strip that is wider than the screen: begin where the reader is.
(function () {
  const door = document.querySelector("nav.rooms [aria-current]");
  const strip = door && door.closest("nav");
  if (strip) strip.scrollLeft = door.offsetLeft - (strip.clientWidth - door.offsetWidth) / 2;
})();
