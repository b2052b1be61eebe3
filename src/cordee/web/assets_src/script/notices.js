// Notices: one sentence, a way to take the act back, gone after a while unless someone is on it.
import htmx from "htmx.org";

const SHOWN_MS = 8000;
const WITH_UNDO_MS = 15000;

export function notify(message, undo = "") {
  const box = document.getElementById("notices");
  const notice = document.getElementById("notice-template").content.firstElementChild.cloneNode(true);
  notice.querySelector("span").textContent = message;
  arm(notice, undo);
  box.append(notice);
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

// A notice that came with the page gets its buttons here.
for (const shown of document.querySelectorAll("#notices .notice")) {
  shown.remove();
  notify(shown.querySelector("span").textContent, shown.dataset.undo);
}
