import { isOneKeyOn } from "./keys.js";

// The agenda by keyboard: each link says its key in data-key. Where there is text to write, keys write.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) return;
  const agenda = document.querySelector("[data-agenda]");
  if (!agenda) return;
  if (event.key.length === 1 && !isOneKeyOn()) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  agenda.querySelector(`[data-key="${CSS.escape(key)}"]`)?.click();
});
