// Shortcuts of one key: whoever dictates, or presses without meaning to, turns them off. A cookie, as for the light:
// the server tells from the first byte which keys work.
const YEAR_S = 31536000;

export const isOneKeyOn = () => document.documentElement.dataset.keys !== "off";

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!box.matches?.("[data-one-key-choice]")) return;
  if (box.checked) delete document.documentElement.dataset.keys;
  else document.documentElement.dataset.keys = "off";
  document.cookie = `keys=off; path=/; max-age=${box.checked ? 0 : YEAR_S}; samesite=lax`;
  const finder = document.getElementById("finder");
  finder?.setAttribute("aria-keyshortcuts", box.checked ? "/ Control+K" : "Control+K");
});
