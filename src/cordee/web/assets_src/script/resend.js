// A form that could not leave stays as it is, files included, and leaves by itself when the network is back. Its own key
// makes what arrived twice arrive once.
import htmx from "htmx.org";

const RETRY_MS = 5000;
const RETRIES_MAX = 60;

document.addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt.closest?.("form[data-resend]");
  if (!form || event.detail.requestConfig?.verb !== "post") return;
  form.tries = (form.tries ?? 0) + 1;
  if (form.tries === 1) say(form); // within the form: it holds as long as the form waits
  if (form.tries > RETRIES_MAX) return;
  const again = () => {
    clearTimeout(waiting);
    removeEventListener("online", again);
    if (form.isConnected) htmx.trigger(form, "submit");
  };
  const waiting = setTimeout(again, RETRY_MS);
  addEventListener("online", again);
});

function say(form) {
  const told = document.createElement("p");
  told.className = "kept";
  told.setAttribute("role", "status");
  told.textContent = "Le réseau a lâché. Gardez cette page ouverte : texte et photos sont gardés ici, et partiront une seule fois dès son retour.";
  form.prepend(told);
  told.scrollIntoView({ block: "nearest" });
}
