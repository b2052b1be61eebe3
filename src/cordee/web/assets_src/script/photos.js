// Photos: shown before they leave, and made small enough for a poor network.
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

function preview(input, files) {
  const field = input.closest(".field") ?? input.parentElement;
  let box = field.querySelector(".preview");
  if (!box) {
    box = document.createElement("div");
    box.className = "preview";
    field.append(box);
  }
  box.replaceChildren(...files.map((file) => {
    const image = new Image();
    image.src = URL.createObjectURL(file);
    image.alt = "Photo choisie";
    image.onload = () => URL.revokeObjectURL(image.src);
    image.onerror = () => image.remove();
    return image;
  }));
}
