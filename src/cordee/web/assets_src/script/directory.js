// The directory's filters: a chip taken away, or a commune chosen in the list under the map, changes the form itself,
// which then asks again. Without script the same buttons submit the form.
function change(field, value) {
  const form = document.getElementById("directory-form");
  for (const control of form.elements) {
    if (control.name !== field) continue;
    if (control.type === "radio") control.checked = control.value === value;
    else if (control.type === "checkbox") control.checked = false;
    else control.value = value;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  document.getElementById("directory-q").focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-clears], [data-fills]");
  if (!button) return;
  event.preventDefault();
  event.stopPropagation();
  if (button.dataset.clears) change(button.dataset.clears, "");
  else change(button.dataset.fills, button.value);
}, { capture: true });
