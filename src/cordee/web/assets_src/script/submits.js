// A choice that shows something else at once: `data-submits` sends its form; without script a button does.
document.documentElement.classList.add("scripted");
document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-submits]")) event.target.form.requestSubmit();
});
