// The sheet: opens when htmx has put something in it, closes when its form is done.
import htmx from "htmx.org";

const sheet = () => document.getElementById("sheet");

document.addEventListener("htmx:afterSwap", (event) => {
  const box = sheet();
  if (event.detail.target !== box) return;
  if (!box.open) box.showModal();
  const first = box.querySelector("[data-focus], [autofocus], .has-error input, .has-error textarea");
  (first ?? box.querySelector(".sheet-body input:not([type=hidden]), .sheet-body textarea"))?.focus();
});

document.addEventListener("click", (event) => {
  const box = sheet();
  const onBackdrop = event.target === box;
  const onCancel = event.target.closest?.("#sheet [data-close-sheet]");
  if (!onBackdrop && !onCancel) return;
  event.preventDefault();
  box.close();
});

// What is taken back from a notice, beside the sheet, leaves it open: somebody is writing in it.
document.addEventListener("cordee:done", ({ target }) => sheet()?.contains(target) && sheet().close());

document.addEventListener("close", (event) => {
  if (event.target === sheet()) sheet().replaceChildren();
}, true);

// Cross-checks of the browser's own validation run before htmx sends anything.
htmx.config.scrollBehavior = "auto";

// A form written for the sheet but opened as a page of its own (a saved address, a new tab) is sent as a page's form.
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
  if (event.detail.target !== sheet() || form.closest("#sheet")) return;
  event.preventDefault();
  form.submit();
});
