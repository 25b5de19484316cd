// Files chosen, dropped or pasted: a look at them, a caption, then they go.
import { button, h, isSendingKey } from "./dom.js";
import { fileSize } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./preferences.js";

const PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp"];
const AT_ONCE = 10;

export function acceptFiles(target, take) {
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  target.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    target.classList.add("dropping");
  });
  target.addEventListener("dragleave", (event) => {
    if (!target.contains(event.relatedTarget)) target.classList.remove("dropping");
  });
  target.addEventListener("drop", (event) => {
    target.classList.remove("dropping");
    if (!carries(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

function tile(file, address, remove) {
  const isPhoto = PHOTO_TYPES.includes(file.type);
  const shown = isPhoto ? h("img", { src: address, alt: file.name }) : h("span", { class: "tile-file" }, icon("file"), h("span", {}, file.name), h("span", {}, fileSize(file.size)));
  const drop = button({ class: "tile-remove", "aria-label": t("Remove {name}", { name: file.name }), on: { click: remove } }, icon("close"));
  return h("li", { class: "tile" }, shown, drop);
}

/** Resolves with {kind, files, caption}, or null when nothing is to be sent; what could not be sent is offered again. */
export async function askToSend({ files, caption: written = "" }, overlay) {
  if (files.length > AT_ONCE) overlay.toast(t("At most ten at once. The first ten are kept."));
  let kept = files.slice(0, AT_ONCE);
  const addresses = new Map(kept.map((file) => [file, URL.createObjectURL(file)]));
  const grid = h("ul", { class: "tiles" });
  const caption = h("textarea", { class: "caption-input", rows: "2", maxlength: "1024", placeholder: t("Add a caption"), "aria-label": t("Caption"), data: { caption: "" } });
  caption.value = written;
  const raw = h("input", { type: "checkbox" });
  const choice = h("label", { class: "raw-choice" }, raw, t("Send as files, without compression"));
  const send = button({ class: "primary", data: { sendFiles: "" }, on: { click: () => overlay.dismiss(true) } }, t("Send"));
  const draw = () => {
    const remove = (file) => () => {
      kept = kept.filter((one) => one !== file);
      if (kept.length) draw();
      else overlay.dismiss();
    };
    grid.replaceChildren(...kept.map((file) => tile(file, addresses.get(file), remove(file))));
    choice.hidden = !kept.every((file) => PHOTO_TYPES.includes(file.type));
    title.textContent = kept.length === 1 ? t("Send 1 file") : t("Send {count} files", { count: kept.length });
  };
  const title = h("h3", {});
  const refuse = button({ on: { click: () => overlay.dismiss() } }, t("Cancel"));
  const panel = h("div", { class: "panel attach-panel", role: "dialog", "aria-label": t("Attach a photo or a file") }, title, grid, caption, choice, h("div", { class: "panel-buttons" }, refuse, send));
  caption.addEventListener("keydown", (event) => {
    if (!isSendingKey(event)) return;
    event.preventDefault();
    overlay.dismiss(true);
  });
  draw();
  const agreed = await overlay.open(panel, caption);
  addresses.forEach((address) => URL.revokeObjectURL(address));
  if (!agreed) return null;
  return { kind: choice.hidden || raw.checked ? "document" : "photo", files: kept, caption: caption.value.trim() };
}
