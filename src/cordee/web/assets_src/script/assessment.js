// A grid being filled: each answer goes to the server as soon as it is given; what could not be sent is kept in this tab
// and sent again. The server answers with what the answers change: scores, questions, what is missing.
import htmx from "htmx.org";

const PREFIX = "cordee:draft:assessment:"; // thrown away with the other drafts when somebody else signs in
const TICKED_MS = 250;
const TYPED_MS = 1200;
const AGAIN_MS = 5000;
const AGAIN_MS_MAX = 30_000;

const form = document.querySelector("form[data-assessment]");
if (form) follow(form);

function follow(form) {
  const key = PREFIX + form.dataset.assessment;
  let waiting = 0;
  let again = AGAIN_MS;
  let sent = "";
  let kept = null;
  const now = () => JSON.stringify(entries(form));
  const saveIn = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => htmx.trigger(form, "cordee:save"), delay);
  };
  const keep = () => sessionStorage.setItem(key, now());

  arm(form);
  if (restore(form, sessionStorage.getItem(key))) saveIn(0);

  form.addEventListener("input", (event) => {
    if (event.target.matches("[data-other]")) tickOther(event.target);
    keep();
    tell("Enregistrement…");
    saveIn(event.target.matches("input[type=radio], input[type=checkbox], select") ? TICKED_MS : TYPED_MS);
  });
  form.addEventListener("change", (event) => {
    alone(event.target);
    keep();
    saveIn(TICKED_MS);
  });
  form.addEventListener("click", (event) => {
    const [clear, plus, next] = ["[data-clear]", "[data-plus]", "[data-next]"].map((one) => event.target.closest(one));
    if (next) go(event, next);
    if (plus) more(event, plus);
    if (!clear) return;
    for (const field of form.querySelectorAll(`[name="${CSS.escape(clear.dataset.clear)}"]`)) field.checked = false;
    keep();
    saveIn(0);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep();
  });

  form.addEventListener("htmx:beforeRequest", () => { sent = now(); });
  form.addEventListener("htmx:afterRequest", (event) => {
    form.querySelector("input[name=plus]")?.remove();
    if (event.detail.successful) {
      again = AGAIN_MS;
      if (now() === sent) sessionStorage.removeItem(key);
      return;
    }
    if ([403, 404, 409, 410].includes(event.detail.xhr?.status)) { // signed, given up, or not ours any more: the page says so
      sessionStorage.removeItem(key);
      location.reload();
      return;
    }
    tell(navigator.onLine ? "Pas encore enregistré : nouvel essai dans un instant" : "Hors connexion : vos réponses sont gardées ici");
    saveIn(again);
    again = Math.min(again * 2, AGAIN_MS_MAX);
  });
  addEventListener("online", () => sessionStorage.getItem(key) && saveIn(0));

  // Questions drawn anew must not take away what was typed since they were asked for.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target.id === "questions") kept = changedSince(form, sent);
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (kept && Object.keys(kept).length) {
      put(form, kept);
      saveIn(TICKED_MS);
    }
    kept = null;
    arm(form);
    hear(form);
  });
}

function entries(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) if (/^[aou]:/.test(name)) (found[name] ??= []).push(value);
  for (const field of form.querySelectorAll("input[type=radio], input[type=checkbox]")) found[field.name] ??= [];
  return found;
}

function changedSince(form, sent) {
  const before = JSON.parse(sent || "{}");
  return Object.fromEntries(Object.entries(entries(form)).filter(([name, values]) => JSON.stringify(values) !== JSON.stringify(before[name] ?? [])));
}

function put(form, values) {
  for (const [name, given] of Object.entries(values)) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    fields.forEach((field, rank) => {
      if (/radio|checkbox/.test(field.type)) field.checked = given.includes(field.value);
      else field.value = given[rank] ?? "";
    });
  }
}

function restore(form, text) {
  if (!text) return false;
  const changed = changedSince(form, text);
  const before = JSON.parse(text);
  put(form, Object.fromEntries(Object.keys(changed).map((name) => [name, before[name] ?? []])));
  return Object.keys(changed).length > 0;
}

function arm(form) {
  for (const button of form.querySelectorAll("[data-clear]")) button.hidden = false;
}

function tell(text) {
  const place = document.querySelector("[data-kept]");
  if (place) place.textContent = text;
}

// A score is said aloud when it changes, and only then.
function hear(form) {
  const [said, place] = [form.querySelector("#state")?.dataset.heard.trim() ?? "", document.getElementById("heard")];
  if (place && place.textContent !== said) place.textContent = said;
}

function tickOther(field) {
  if (!field.value) return;
  const place = field.closest(".field");
  const box = [...place.querySelectorAll("input[type=radio], input[type=checkbox]")].find((one) => one.value === "autre:");
  const list = place.querySelector("select");
  if (box) box.checked = true;
  if (list) list.value = "autre:";
}

function alone(box) {
  if (box.type !== "checkbox" || !box.checked) return;
  for (const other of box.closest("fieldset").querySelectorAll("input[type=checkbox]"))
    if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
}

function go(event, link) {
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  (target.matches("fieldset") ? target.querySelector("input") ?? target : target).focus({ preventScroll: true });
}

function more(event, button) {
  event.preventDefault();
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "plus", value: button.value });
  button.form.append(field);
  htmx.trigger(button.form, "cordee:save");
}
