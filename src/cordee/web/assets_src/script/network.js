// What the person is told when the network or the server does not answer.
import { notify } from "./notices.js";

const offline = document.getElementById("offline");
const show = () => { if (offline) offline.hidden = navigator.onLine; };

addEventListener("online", show);
addEventListener("offline", show);
show();

document.addEventListener("htmx:sendError", (event) => {
  if (event.detail.elt.closest?.("form[data-resend]")) return; // resend.js tells, and sends again
  if (event.detail.requestConfig?.verb === "post") notify("Le serveur ne répond pas. Rien n’est envoyé ; votre texte est gardé : réessayez dans un instant.");
});
document.addEventListener("htmx:responseError", (event) => {
  const told = event.detail.xhr.getResponseHeader("HX-Trigger") ?? "";
  if (event.detail.requestConfig?.verb === "post" && !told.includes("cordee:refused")) notify("L’action n’a pas abouti. Rien n’a été modifié.");
});
