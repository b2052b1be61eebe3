// Forms that use or make a passkey (`data-passkey="get|create"`): the server's options are asked for when the form is
// sent, the authenticator answers, and the form leaves with that answer. Without passkeys here, they stay hidden.
const KEY = window.PublicKeyCredential;
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  const ready = { ...options, challenge: bytes(options.challenge) };
  if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (options[list]) ready[list] = options[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return ready;
}

function sent(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

function say(form, words) {
  const place = form.querySelector("[data-said]");
  place.textContent = words;
  place.hidden = false;
}

async function use(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return location.reload(); // a proof is asked for first, or the step is over: the page says so
  const { options, step } = await answer.json();
  const publicKey = asked(options);
  const credential = await (form.dataset.passkey === "create" ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey }));
  form.elements.step.value = step;
  form.elements.answer.value = sent(credential);
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  use(form).catch((problem) => say(form, problem.name === "InvalidStateError"
    ? "Cet appareil est déjà enregistré."
    : "Rien n’a été reconnu. Réessayez, ou choisissez un autre moyen."));
});

if (KEY) for (const one of document.querySelectorAll("form[data-passkey], [data-needs-passkey]")) one.hidden = false;
