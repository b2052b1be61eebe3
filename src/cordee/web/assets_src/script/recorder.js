// A voice message, recorded in the browser and joined to the form's files; hidden where no microphone can be asked for.
const MINUTES_MAX = 5;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

const kind = () => KINDS.find((one) => window.MediaRecorder?.isTypeSupported(one));
const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && kind());

function show(root) {
  if (canRecord()) for (const box of root.querySelectorAll?.("[data-recorder]") ?? []) box.hidden = false;
}
show(document);
document.addEventListener("htmx:afterSwap", (event) => show(event.detail.target));

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-record]");
  if (!button) return;
  if (button.recording) button.recording.stop();
  else start(button);
});

async function start(button) {
  const box = button.closest("[data-recorder]");
  const said = box.querySelector("[data-said]");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    said.textContent = "Le micro n’est pas accessible : autorisez-le dans le navigateur, ou joignez un fichier.";
    return;
  }
  const chunks = [];
  const recording = new MediaRecorder(stream, { mimeType: kind(), audioBitsPerSecond: 32_000 });
  recording.ondataavailable = (part) => chunks.push(part.data);
  recording.onstop = () => {
    stream.getTracks().forEach((track) => track.stop());
    clearInterval(clock);
    press(button, null);
    keep(box, new Blob(chunks, { type: recording.mimeType }));
  };
  recording.start(1000);
  const begun = Date.now();
  const clock = setInterval(() => tick(box, recording, begun), 250);
  said.textContent = "";
  press(button, recording);
}

function press(button, recording) {
  button.recording = recording;
  button.setAttribute("aria-pressed", String(Boolean(recording)));
  const words = button.querySelector("span");
  [words.textContent, words.dataset.words] = [words.dataset.words, words.textContent];
}

function tick(box, recording, begun) {
  const seconds = Math.floor((Date.now() - begun) / 1000);
  box.querySelector("[data-clock]").textContent = `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")}`;
  if (seconds >= MINUTES_MAX * 60 && recording.state === "recording") recording.stop();
}

function keep(box, blob) {
  const input = box.closest("form").querySelector(`input[type=file][name="${box.dataset.recorder}"]`);
  const ending = blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm";
  const transfer = new DataTransfer();
  for (const file of input.files) transfer.items.add(file);
  transfer.items.add(new File([blob], `message-vocal.${ending}`, { type: blob.type.split(";")[0] }));
  input.files = transfer.files;
  const player = document.createElement("audio");
  player.controls = true;
  player.className = "voice";
  player.src = URL.createObjectURL(blob);
  player.setAttribute("aria-label", "Votre message vocal");
  box.append(player);
  ask(box.closest("form"));
  box.querySelector("[data-said]").textContent = "Message vocal joint à la note. Réécoutez-le ; il partira avec elle.";
}

// Whether the note says in writing what the voice says is asked once there is a voice.
function ask(form) {
  form.querySelector("[data-if-voice]")?.classList.add("is-asked");
}
document.addEventListener("change", ({ target }) => {
  if (target.type === "file" && [...target.files].some((file) => file.type.startsWith("audio/"))) ask(target.form);
});
