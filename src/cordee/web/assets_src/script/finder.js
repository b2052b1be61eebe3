// The box that finds, as an ARIA combobox: Ctrl+K, or `/` unless turned off, goes to it; arrows choose, Enter goes there,
// Escape leaves.
// Without it the form posts and a page shows the same. What was typed stands in no address.
import htmx from "htmx.org";
import { isOneKeyOn } from "./keys.js";

const box = document.getElementById("finder");
const list = document.getElementById("finder-options");
const said = document.getElementById("finder-said");
let chosen = -1;
let answered = null; // the words the list answers
let isEntered = false; // Enter came before the answer: it is kept until what was typed is answered

const options = () => [...list.querySelectorAll("[role=option]")];

function show(isShown) {
  list.hidden = !isShown;
  box.setAttribute("aria-expanded", String(isShown));
  if (!isShown) choose(-1);
}

function choose(index) {
  const all = options();
  chosen = index;
  all.forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
  box.removeAttribute("aria-activedescendant");
  if (!all[index]) return;
  box.setAttribute("aria-activedescendant", all[index].id);
  all[index].scrollIntoView({ block: "nearest" });
}

function go(option) {
  const href = option?.dataset.href;
  if (!href) return;
  box.value = "";
  show(false);
  location.assign(href);
}

function drawn(words) {
  const all = options();
  answered = words;
  all.forEach((option, number) => { option.id = `finder-option-${number}`; });
  show(document.activeElement === box);
  if (box.value.trim() && all.length) choose(0);
  said.textContent = all.length ? `${all.length} résultat${all.length > 1 ? "s" : ""}` : "Aucun résultat";
  if (!isEntered || answered !== box.value) return;
  isEntered = false;
  go(all[0]);
}

function onKey(event) {
  const all = options();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) return show(true);
    const next = event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? all.length - 1 : chosen - 1;
    if (all.length) choose((next + all.length) % all.length);
  } else if (event.key === "Enter" && box.value.trim()) {
    event.preventDefault();
    if (answered === box.value) go(all[Math.max(chosen, 0)]);
    else isEntered = true;
  } else if (event.key === "Enter" && all[chosen]) {
    event.preventDefault();
    go(all[chosen]);
  } else if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    isEntered = false;
    show(false);
  }
}

if (box) {
  box.addEventListener("focus", () => htmx.trigger(box, "finder:open"));
  box.addEventListener("blur", () => { isEntered = false; show(false); });
  box.addEventListener("input", () => { isEntered = false; });
  box.addEventListener("keydown", onKey);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === list) drawn(event.detail.requestConfig.parameters.words);
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
}

document.addEventListener("keydown", (event) => {
  const isSlash = event.key === "/" && isOneKeyOn() && !event.ctrlKey && !event.metaKey && !event.altKey;
  const isCtrlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
  if (!isSlash && !isCtrlK) return;
  if (isSlash && event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
  if (box?.offsetParent) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (document.querySelector("[data-finder-link]")) {
    event.preventDefault();
    location.assign("/chercher");
  }
});
