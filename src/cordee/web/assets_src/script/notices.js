// Notices: one sentence, a way to take the act back, gone after a while unless someone is on it. They lie above all else,
// and within the sheet while it is open: whatever is outside it can neither be pressed nor read out.
import htmx from "htmx.org";

const SHOWN_MS = 8000;
const WITH_UNDO_MS = 15000;
const MOVED_MS = 100; // a screen reader knows a region that moved only then, and reads what comes into it

const box = document.getElementById("notices");
const sheet = document.getElementById("sheet");

function raise() {
  const home = sheet?.open ? sheet : document.body;
  const moves = box.parentElement !== home;
  if (moves) home.append(box); // which takes it out of the top layer
  if (box.childElementCount && box.showPopover && !box.matches(":popover-open")) box.showPopover();
  return moves;
}

export function notify(message, undo = "") {
  const notice = document.getElementById("notice-template").content.firstElementChild.cloneNode(true);
  notice.querySelector("span").textContent = message;
  arm(notice, undo);
  const show = () => {
    box.append(notice);
    raise();
  };
  if (raise()) setTimeout(show, MOVED_MS);
  else show();
}

function arm(notice, undo) {
  const back = notice.querySelector(".notice-undo");
  notice.querySelector(".notice-close").addEventListener("click", () => notice.remove());
  if (undo) {
    back.addEventListener("click", () => {
      htmx.ajax("POST", undo, { source: document.body, swap: "none" });
      notice.remove();
    });
  } else back.remove();
  const leave = () => (notice.matches(":hover, :focus-within") ? setTimeout(leave, SHOWN_MS) : notice.remove());
  setTimeout(leave, undo ? WITH_UNDO_MS : SHOWN_MS);
}

document.addEventListener("cordee:done", (event) => {
  if (event.detail.message) notify(event.detail.message, event.detail.undo);
});
document.addEventListener("cordee:refused", (event) => notify(event.detail.message));

if (sheet) {
  new MutationObserver(raise).observe(sheet, { attributeFilter: ["open"] });
  // the sheet leaves them room on a phone: they hide none of its buttons
  new ResizeObserver(() => sheet.style.setProperty("--notices-height", `${box.offsetHeight}px`)).observe(box);
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.contains(box)) document.body.append(box); // what is swapped must not take it along
});
document.addEventListener("htmx:afterRequest", raise);

// A notice that came with the page gets its buttons here.
for (const shown of document.querySelectorAll("#notices .notice")) {
  shown.remove();
  notify(shown.querySelector("span").textContent, shown.dataset.undo);
}
