// Where attention goes: to the errors of a form that came back; to the tab one is on.
document.querySelector("main [data-focus]")?.focus();

const here = document.querySelector(".tabs [aria-current]");
const strip = here?.closest(".tabs");
if (strip) {
  const [place, seen] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += place.left - seen.left - (seen.width - place.width) / 2;
}

// A section that refreshes itself takes the focus away with what it replaces: it goes to the same link, else to the page.
let replaced = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const focused = document.activeElement;
  if (focused !== document.body && event.detail.target?.contains(focused)) replaced = focused;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!replaced || replaced.isConnected) return;
  const href = replaced.getAttribute("href");
  replaced = null;
  if (document.activeElement !== document.body) return;
  const same = href && document.querySelector(`main a[href="${CSS.escape(href)}"]`);
  (same || document.getElementById("contenu"))?.focus({ preventScroll: true });
});
