// Photos: shown before they leave, described by who wishes to, and made small enough for a poor network.
import { keptOf } from "./drafts.js";

const LONGEST_PX = 2000;
const QUALITY = 0.85;

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file][data-preview]")) return;
  const chosen = [...input.files];
  const smaller = await Promise.all(chosen.map(shrink));
  const transfer = new DataTransfer();
  smaller.forEach((file) => transfer.items.add(file));
  input.files = transfer.files;
  preview(input, smaller);
});

async function shrink(file) {
  try {
    const picture = await createImageBitmap(file);
    const ratio = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
    if (ratio === 1 && file.size < 1_500_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * ratio);
    canvas.height = Math.round(picture.height * ratio);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file; // not a picture this browser reads: the server decides
  }
}

// Beside each picture, unless it is a scan, what its author says of it: kept with the draft, not with another choice.
function preview(input, files) {
  const field = input.closest(".field, form");
  let box = field.querySelector(".preview");
  const isFirst = !box;
  if (isFirst) {
    box = document.createElement("div");
    box.className = "preview";
    (input.closest("label") ?? field.lastElementChild).after(box);
  }
  box.replaceChildren(...files.map((file, number) => shown(input, file, number, files.length, isFirst)));
  if (!isFirst) input.dispatchEvent(new Event("input", { bubbles: true }));
}

function shown(input, file, number, count, isFirst) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  image.alt = "Photo choisie";
  image.onload = () => URL.revokeObjectURL(image.src);
  if (input.dataset.preview === "plain") {
    image.onerror = () => image.remove();
    return image;
  }
  const item = document.createElement("div");
  item.className = "described";
  image.onerror = () => item.remove(); // a paper, a voice: their name tells
  item.append(image, described(input, number, count, isFirst));
  return item;
}

function described(input, number, count, isFirst) {
  const label = document.createElement("label");
  const words = document.createElement("input");
  Object.assign(words, { type: "text", name: `${input.name}-words-${number}`, className: "form-control", maxLength: 200, autocomplete: "off" });
  if (isFirst) words.value = keptOf(input.form)[words.name] ?? "";
  const said = document.createElement("span");
  said.textContent = `Décrire la photo${count > 1 ? ` ${number + 1}` : ""}, pour qui ne la voit pas`;
  const optional = document.createElement("span");
  optional.className = "optional";
  optional.textContent = "facultatif";
  label.append(said, " ", optional, words);
  return label;
}
