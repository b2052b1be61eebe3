// Several files, each sent by itself under a key of its own: what was lost on the way is sent again and arrives once.
import { notify } from "./notices.js";

const BYTES_MAX = 15 * 1024 * 1024;
const RETRY_MS = 4000;
const KINDS = /^(application\/pdf|image\/.*|text\/plain)$/;

const formOf = (element) => element.closest?.("form[data-uploads]");

document.addEventListener("click", (event) => {
  const pill = event.target.closest?.("[data-says] button");
  if (!pill) return;
  const field = pill.closest("form").elements[pill.parentElement.dataset.says];
  field.value = pill.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  for (const other of pill.parentElement.children) other.toggleAttribute("aria-current", other === pill);
});

document.addEventListener("change", (event) => {
  const into = event.target.dataset?.into;
  const input = into ? event.target.form.elements[into] : event.target;
  if (into) {
    add(input, [...event.target.files]);
    event.target.value = "";
  }
  const form = formOf(input);
  if (form && input.name === "file") list(form);
});

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const zone = event.target.closest?.("[data-dropzone]");
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("is-over", name === "dragover");
    if (name !== "drop") return;
    const input = zone.querySelector("input[name=file]");
    add(input, [...event.dataTransfer.files]);
    if (formOf(input)) list(formOf(input));
  });
}

function add(input, files) {
  const transfer = new DataTransfer();
  for (const file of [...(input.multiple ? input.files : []), ...files]) transfer.items.add(file);
  input.files = transfer.files;
}

function list(form) {
  const box = form.querySelector(".uploads");
  form.uploads = [...form.elements.file.files].map((file) => ({ file, key: crypto.randomUUID?.() ?? key(), state: "" }));
  box.replaceChildren(...form.uploads.map(line));
  box.hidden = !form.uploads.length;
}

// Where pages are not served over TLS the browser has no randomUUID.
function key() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
  return bytes.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function line(upload) {
  const item = document.createElement("li");
  item.className = "upload";
  const name = document.createElement("span");
  name.className = "upload-name";
  name.textContent = upload.file.name;
  const bar = document.createElement("progress");
  [bar.max, bar.value, bar.hidden] = [1, 0, true];
  bar.setAttribute("aria-label", `Envoi de ${upload.file.name}`);
  const said = document.createElement("span");
  said.className = "upload-said";
  said.setAttribute("role", "status");
  item.append(name, bar, said);
  Object.assign(upload, { item, bar, said });
  if (upload.file.size > BYTES_MAX) tell(upload, "refused", "Trop lourd : 15 Mio au plus.");
  else if (upload.file.type && !KINDS.test(upload.file.type)) tell(upload, "refused", "Ni PDF, ni image, ni texte.");
  return item;
}

function tell(upload, state, words) {
  upload.state = state;
  upload.item.dataset.state = state;
  upload.said.textContent = words;
}

// Before htmx: with script, files leave one by one.
document.addEventListener("submit", (event) => {
  const form = formOf(event.target);
  if (!form || !form.uploads?.length) return;
  const missing = ["type", "audience"].find((name) => !new FormData(form).get(name));
  if (missing) return; // the server says what is missing
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.isSending) return;
  form.isSending = true;
  sendAll(form).finally(() => { form.isSending = false; });
}, true);

async function sendAll(form) {
  for (const upload of form.uploads) {
    if (upload.state === "done" || upload.state === "refused") continue;
    while (form.isConnected && (await send(form, upload)) === "lost") {
      tell(upload, "waiting", "Le réseau a lâché : ce fichier attend ici, il repartira tout seul.");
      await networkOrPause();
    }
  }
  finish(form);
}

function send(form, upload) {
  const body = new FormData(form);
  for (const name of ["file", "camera", "form_id"]) body.delete(name);
  body.append("form_id", upload.key);
  body.append("file", upload.file, upload.file.name);
  if (form.uploads.length > 1) body.delete("title");
  upload.bar.hidden = false;
  tell(upload, "sending", "Envoi…");
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/json");
    request.upload.onprogress = (event) => { upload.bar.value = event.loaded / (event.total || 1); };
    request.onerror = request.ontimeout = request.onabort = () => resolve("lost");
    request.onload = () => {
      if (request.status === 502 || request.status === 503 || request.status === 504) return resolve("lost");
      const isKept = request.status === 201;
      upload.bar.value = 1;
      tell(upload, isKept ? "done" : "refused", isKept ? "Déposé." : sentence(request));
      resolve("answered");
    };
    request.send(body);
  });
}

function sentence(request) {
  try {
    return JSON.parse(request.responseText).message;
  } catch {
    return "Ce fichier n’a pas été gardé. Rechargez la page, puis renvoyez-le.";
  }
}

function networkOrPause() {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      removeEventListener("online", go);
      resolve();
    };
    const timer = setTimeout(go, RETRY_MS);
    addEventListener("online", go);
  });
}

function finish(form) {
  const done = form.uploads.filter((one) => one.state === "done").length;
  const refused = form.uploads.filter((one) => one.state === "refused").length;
  document.body.dispatchEvent(new CustomEvent("changed", { bubbles: true }));
  if (refused) return notify(`${done} déposé${done > 1 ? "s" : ""}, ${refused} à revoir : la raison est sous le nom du fichier.`);
  const sheet = form.closest("dialog");
  notify(done > 1 ? `${done} documents déposés.` : "Document déposé.");
  if (sheet?.open) sheet.close();
  else location.assign(form.action.replace(/\/nouveau$/, ""));
}
