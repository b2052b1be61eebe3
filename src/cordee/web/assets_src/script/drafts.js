// Text being written survives an expired session, a closed sheet or a lost network: it is kept in this tab only,
// for this person only, and thrown away once the server has accepted it.
const PREFIX = "cordee:draft:";
const WAITING = "cordee:draft-sent";
const PERSON = "cordee:draft-person";
const KEPT = "textarea, input[type=text], input[type=number], input[type=date], input[type=time], input[type=datetime-local], select";

const person = () => document.body.dataset.person ?? "";
const keyOf = (form) => PREFIX + form.dataset.draft;
// Between what was sent and the page it comes back to: signing in, choosing a role, proving again who one is.
const onSignIn = () => /^\/(connexion|compte\/confirmer)(\/|$)/.test(location.pathname);

function forgetAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("cordee:draft")) sessionStorage.removeItem(key);
}

function save(form) {
  const kept = {};
  for (const field of form.querySelectorAll(KEPT)) if (field.name && field.value) kept[field.name] = field.value;
  for (const radio of form.querySelectorAll("input[type=radio]:checked, input[type=checkbox]:checked")) kept[radio.name] = radio.value;
  sessionStorage.setItem(PERSON, person());
  if (Object.keys(kept).length) sessionStorage.setItem(keyOf(form), JSON.stringify(kept));
  else sessionStorage.removeItem(keyOf(form));
}

// What was kept of a form, for fields that come once there is something to say in them.
export const keptOf = (form) => form.kept ?? {};

function restore(form) {
  const text = sessionStorage.getItem(keyOf(form));
  if (!text || form.dataset.restored) return;
  form.dataset.restored = "yes";
  form.kept = JSON.parse(text);
  let changed = false;
  for (const [name, value] of Object.entries(form.kept)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
      else if (field.value !== value && (!field.value || field.tagName === "SELECT")) [field.value, changed] = [value, true];
    }
  }
  if (changed) say(form);
}

function say(form) {
  const kept = document.createElement("p");
  kept.className = "kept";
  kept.setAttribute("role", "status");
  kept.textContent = "Votre texte a été gardé : le voici, rien n’était encore enregistré.";
  form.prepend(kept);
}

function restoreIn(root) {
  for (const form of root.querySelectorAll?.("form[data-draft]") ?? []) restore(form);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form) save(form);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset?.draft) return;
  save(form);
  sessionStorage.setItem(WAITING, form.dataset.draft);
}, true);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt; // the form itself: what a field of it looks up meanwhile says nothing of it
  if (!form.matches?.("form[data-draft]")) return;
  sessionStorage.removeItem(WAITING);
  if (event.detail.xhr?.status === 204) sessionStorage.removeItem(keyOf(form));
});
document.addEventListener("htmx:afterSwap", (event) => restoreIn(event.detail.target));

// On a new page: another person's drafts go; a draft that was sent and is not asked again was accepted.
if (!onSignIn()) {
  if (person() && sessionStorage.getItem(PERSON) !== person()) forgetAll();
  const sent = sessionStorage.getItem(WAITING);
  if (sent) {
    const again = document.querySelector(`form[data-draft="${CSS.escape(sent)}"]`);
    if (!again && !document.querySelector("[data-problem]")) sessionStorage.removeItem(PREFIX + sent);
    sessionStorage.removeItem(WAITING);
  }
  restoreIn(document);
}
