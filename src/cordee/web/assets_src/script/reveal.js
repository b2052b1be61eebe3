// Reading the password being typed.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.querySelector("span").textContent = shown ? "Voir" : "Cacher";
  });
  field.form.addEventListener("submit", () => { field.type = "password"; });
}
