// Sheets, questions and short notes inside one phone; the rest of that phone rests meanwhile.
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./preferences.js";

const TOAST_MS = 4500;

export class Overlay {
  #close = null;

  constructor(background) {
    this.background = background;
    this.layer = h("div", { class: "overlay", hidden: true });
    this.toasts = h("div", { class: "toasts" });
    this.layer.addEventListener("click", (event) => event.target === this.layer && this.dismiss());
    this.layer.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.stopPropagation();
      this.dismiss();
    });
  }

  get isOpen() {
    return this.#close !== null;
  }

  dismiss(value = null) {
    this.#close?.(value);
  }

  /** Shows a panel and resolves with what closed it; the focus returns to where it was. */
  open(panel, first = panel) {
    this.dismiss();
    const before = document.activeElement;
    this.layer.replaceChildren(panel);
    this.layer.hidden = false;
    this.background.inert = true;
    first.focus();
    return new Promise((resolve) => {
      this.#close = (value) => {
        this.#close = null;
        this.layer.hidden = true;
        this.layer.replaceChildren();
        this.background.inert = false;
        if (before?.isConnected) before.focus({ preventScroll: true });
        resolve(value);
      };
    });
  }

  ask({ title, text, yes, danger = false }) {
    const accept = button({ class: danger ? "danger" : "primary", data: { accept: "" }, on: { click: () => this.dismiss(true) } }, yes);
    const refuse = button({ on: { click: () => this.dismiss(false) } }, t("Cancel"));
    return this.open(this.#panel(title, text, [refuse, accept]), accept);
  }

  tell(text) {
    const accept = button({ class: "primary", data: { accept: "" }, on: { click: () => this.dismiss(true) } }, t("OK"));
    return this.open(this.#panel("", text, [accept], "alertdialog"), accept);
  }

  #panel(title, text, buttons, role = "dialog") {
    const heading = title ? h("h3", {}, title) : null;
    const words = text ? h("p", { class: "panel-text" }, text) : null;
    return h("div", { class: "panel", role, "aria-label": title || text }, heading, words, h("div", { class: "panel-buttons" }, buttons));
  }

  /** A list of actions: [{name, icon, run, danger}]. */
  async choose(label, actions) {
    const entries = actions.map((action) =>
      button({ class: action.danger ? "entry danger-text" : "entry", on: { click: () => this.dismiss(action) } }, icon(action.icon), action.name));
    const panel = h("div", { class: "panel sheet", role: "dialog", "aria-label": label }, entries,
      button({ class: "entry", on: { click: () => this.dismiss() } }, icon("close"), t("Cancel")));
    panel.addEventListener("keydown", (event) => this.#arrow(event, panel));
    const chosen = await this.open(panel, entries[0]);
    chosen?.run();
  }

  #arrow(event, panel) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const entries = [...panel.querySelectorAll("button")];
    entries[(entries.indexOf(document.activeElement) + step + entries.length) % entries.length].focus();
  }

  toast(text, run = null) {
    const note = run ? button({ class: "toast", tabindex: "-1", on: { click: run } }, text) : h("div", { class: "toast" }, text);
    this.toasts.replaceChildren(note);
    setTimeout(() => note.remove(), TOAST_MS);
  }
}
