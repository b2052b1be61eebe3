// « Recevoir les avis sur cet appareil »: asks the browser, and tells the server where to reach it.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function say(button, words) {
  const place = document.getElementById("push-said");
  if (place) place.textContent = words;
  button.disabled = false;
}

async function register(button) {
  button.disabled = true;
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return say(button, "Ce navigateur ne sait pas recevoir d’avis quand il est fermé.");
  if ((await Notification.requestPermission()) !== "granted") return say(button, "Le navigateur ne l’autorise pas : changez-le dans ses réglages, puis recommencez.");
  try {
    const worker = await navigator.serviceWorker.register("/avis-appareil.js", { scope: "/" });
    await navigator.serviceWorker.ready;
    const { key } = await (await fetch("/compte/avis/cle")).json();
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    const form = new FormData();
    form.set("endpoint", subscription.endpoint);
    form.set("p256dh", text(subscription.getKey("p256dh")));
    form.set("auth", text(subscription.getKey("auth")));
    const answer = await fetch("/compte/avis/appareils", { method: "POST", body: form });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  } catch {
    say(button, "L’inscription n’a pas abouti. Rien n’a changé ; réessayez plus tard.");
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-push]");
  if (button) register(button);
});
