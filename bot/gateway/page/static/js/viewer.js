// A photo over the whole page: arrows move, Escape closes, the focus returns.
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { photoOf } from "./media.js";
import { t } from "./preferences.js";

function frame(message, api, hasSaving) {
  const size = photoOf(message);
  const address = api.fileAddress(size.file_id);
  const image = h("img", { src: address, alt: message.caption || t("Photo"), draggable: "false" });
  if (message.has_protected_content) image.addEventListener("contextmenu", (event) => event.preventDefault());
  const save = hasSaving ? h("a", { class: "round", href: address, download: "photo.jpg", "aria-label": t("Download") }, icon("download")) : null;
  return { image, save };
}

export function openViewer(messages, index, api) {
  const dialog = h("dialog", { class: "viewer", "aria-label": t("Photo") });
  let at = index;
  const close = () => dialog.close();
  const go = (step) => {
    at = (at + step + messages.length) % messages.length;
    draw();
  };
  const draw = () => {
    const message = messages[at];
    const { image, save } = frame(message, api, !message.has_protected_content);
    const shut = button({ class: "round", "aria-label": t("Close"), data: { close: "" }, on: { click: close } }, icon("close"));
    const bar = h("div", { class: "viewer-bar" }, h("span", {}, messages.length > 1 ? `${at + 1} / ${messages.length}` : ""), save, shut);
    const sides = messages.length < 2 ? [] : [
      button({ class: "round side previous", "aria-label": t("Previous photo"), on: { click: () => go(-1) } }, icon("back")),
      button({ class: "round side next", "aria-label": t("Next photo"), on: { click: () => go(1) } }, icon("next")),
    ];
    const caption = message.caption ? h("p", { class: "viewer-caption" }, message.caption) : null;
    dialog.replaceChildren(...[bar, h("div", { class: "viewer-stage" }, image, sides), caption].filter(Boolean));
    shut.focus();
  };
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && messages.length > 1) go(step);
  });
  dialog.addEventListener("click", (event) => ["DIALOG", "DIV"].includes(event.target.tagName) && close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  draw();
}
