// A notebook that refreshes itself asks again for as many pages as are shown, so that nothing read slips away.
document.addEventListener("htmx:configRequest", (event) => {
  const list = event.detail.elt;
  if (!list.matches?.("#live.notes")) return;
  const older = list.querySelectorAll(".older-page").length;
  if (older) event.detail.parameters.pages = String(older + 1);
});
