// Where one writes: text, commands, quick replies, attachments, and what stands there when one may not write.
import { acceptFiles } from "./attachments.js";
import { button, h, isFocusLost, isInside, isSendingKey } from "./dom.js";
import { preview, senderName } from "./format.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./keyboards.js";
import { t } from "./preferences.js";

const TALLEST_PX = 132;

export class Composer {
  #mode = null;
  #keyboardPrint = "";
  #footPrint = "";

  constructor(host, draft) {
    this.host = host;
    this.#build();
    this.text.value = draft ?? "";
    acceptFiles(this.node, (files) => host.attach(files));
  }

  #build() {
    const { host } = this;
    this.text = h("textarea", { class: "input", rows: "1", maxlength: "4096", data: { composer: "" }, enterkeyhint: "send", autocomplete: "off", "aria-label": t("Write a message") });
    this.send = button({ class: "round send", "aria-label": t("Send"), data: { send: "" }, on: { click: () => this.submit() } }, icon("send"));
    this.files = h("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true", data: { attach: "" } });
    this.clip = button({ class: "round plain", "aria-label": t("Attach a photo or a file"), on: { click: () => this.files.click() } }, icon("attach"));
    this.menu = button({ class: "round plain", "aria-label": t("Commands"), "aria-expanded": "false", data: { commands: "" }, on: { click: () => this.#toggleCommands() } }, icon("commands"));
    this.fold = button({ class: "round plain", hidden: true, on: { click: () => this.#toggleKeyboard() } }, icon("keyboard"));
    this.list = h("div", { class: "command-list", hidden: true, role: "group", "aria-label": t("Commands") });
    this.mode = h("div", { class: "mode", hidden: true });
    this.keys = h("div", { class: "keys", hidden: true });
    this.line = h("div", { class: "compose-line" }, this.menu, this.clip, this.files, this.text, this.fold, this.send);
    this.instead = h("div", { class: "instead", hidden: true });
    this.node = h("div", { class: "foot" }, this.list, this.mode, this.line, this.instead, this.keys);
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("input", () => this.#typed());
    this.text.addEventListener("paste", (event) => this.#paste(event));
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape(event));
    this.files.addEventListener("change", () => {
      const chosen = [...this.files.files];
      this.files.value = "";
      if (chosen.length) host.attach(chosen);
    });
  }

  #key(event) {
    if (event.key === "ArrowDown" && !this.list.hidden) {
      event.preventDefault();
      this.list.querySelector("button")?.focus();
    }
    if (!isSendingKey(event)) return;
    event.preventDefault();
    this.submit();
  }

  #escape(event) {
    if (!this.list.hidden) this.#showCommands(null);
    else if (this.#mode) this.setMode(null);
    else return;
    event.stopPropagation();
    this.focus();
  }

  #paste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.host.attach(files);
  }

  #typed() {
    this.host.keepDraft(this.chat.id, this.#mode?.kind === "edit" ? "" : this.text.value);
    this.#grow();
    const asked = /^\/(\w*)$/.exec(this.text.value);
    this.#showCommands(asked ? asked[1].toLowerCase() : null);
  }

  #grow() {
    this.text.style.height = "";
    const wanted = this.text.scrollHeight;
    if (this.text.value && wanted > this.text.clientHeight) this.text.style.height = `${Math.min(wanted + 2, TALLEST_PX)}px`;
    this.send.classList.toggle("ready", this.text.value.trim() !== "");
  }

  #toggleCommands() {
    this.#showCommands(this.list.hidden ? "" : null);
    if (!this.list.hidden) this.list.querySelector("button")?.focus();
  }

  #showCommands(start) {
    const found = start === null ? [] : (this.chat?.commands ?? []).filter((item) => item.command.startsWith(start));
    this.list.hidden = found.length === 0;
    this.menu.setAttribute("aria-expanded", String(!this.list.hidden));
    const name = (item) => `/${item.command}${item.bot ? `@${item.bot}` : ""}`;
    const run = (item) => () => {
      this.#showCommands(null);
      this.text.value = "";
      this.#typed();
      this.host.sendText(name(item));
      this.focus();
    };
    this.list.replaceChildren(...found.map((item) => button({ class: "command-entry", on: { click: run(item) } }, h("strong", {}, name(item)), h("span", {}, item.description))));
  }

  #toggleKeyboard() {
    this.host.keyboardFolded = !this.host.keyboardFolded;
    this.#keyboardPrint = "";
    this.render(this.chat);
  }

  /** mode: null, or {kind: "reply" | "edit", message}. */
  setMode(mode) {
    if (this.#mode?.kind === "edit" && mode?.kind !== "edit") this.text.value = "";
    this.#mode = mode;
    if (mode?.kind === "edit") this.text.value = mode.message.text;
    this.mode.hidden = !mode;
    if (mode) {
      const title = mode.kind === "edit" ? t("Editing the message") : t("Reply to {name}", { name: senderName(mode.message) });
      const cancel = button({ class: "round plain", "aria-label": t("Cancel"), on: { click: () => [this.setMode(null), this.focus()] } }, icon("close"));
      this.mode.replaceChildren(icon(mode.kind), h("div", { class: "mode-words" }, h("strong", {}, title), h("span", {}, preview(mode.message, 60))), cancel);
      this.focus();
    }
    this.#grow();
  }

  forget(ids) {
    if (this.#mode && ids.includes(this.#mode.message.message_id)) this.setMode(null);
  }

  async submit() {
    const written = this.text.value.trim();
    if (!written) return;
    const mode = this.#mode;
    this.text.value = "";
    this.setMode(null);
    this.#typed();
    const sent = mode?.kind === "edit" ? await this.host.editText(mode.message, written) : await this.host.sendText(written, mode?.message.message_id);
    if (!sent) this.host.giveBack(this.chat.id, written);
  }

  fill(text) {
    this.text.value = text;
    this.#grow();
  }

  focus() {
    if (!this.line.hidden) this.text.focus({ preventScroll: true });
  }

  render(chat) {
    this.chat = chat;
    const mayWrite = chat.can_write !== false && !chat.blocked && chat.started !== false;
    this.line.hidden = !mayWrite;
    this.menu.hidden = !chat.commands?.length;
    this.text.placeholder = chat.reply_keyboard?.input_field_placeholder || t("Message");
    this.#renderInstead(chat, mayWrite);
    this.#renderKeyboard(mayWrite ? chat.reply_keyboard : null);
    this.#grow();
  }

  #renderInstead(chat, mayWrite) {
    const print = mayWrite ? "" : chat.blocked ? "blocked" : chat.started === false ? "start" : "mute";
    if (print === this.#footPrint) return;
    const held = isInside(this.node);
    this.#footPrint = print;
    this.instead.hidden = mayWrite;
    const start = button({ class: "wide primary", data: { start: "" }, on: { click: () => this.host.sendText("/start") } }, t("Start"));
    const unblock = button({ class: "wide", data: { unblock: "" }, on: { click: () => this.host.setBlocked(false) } }, t("Unblock"));
    const contents = {
      "": [],
      blocked: [h("p", {}, h("strong", {}, t("Blocked")), " · ", t("You blocked this bot. It can no longer write to you.")), unblock],
      start: [h("p", {}, t("Tap Start to begin. Nothing is sent before you do.")), start],
      mute: [h("p", {}, t("You can read here, but not write."))],
    };
    this.instead.replaceChildren(...contents[print]);
    if (held && isFocusLost()) (this.instead.querySelector("button") ?? this.text).focus({ preventScroll: true });
  }

  #renderKeyboard(markup) {
    const print = `${JSON.stringify(markup ?? null)}${this.host.keyboardFolded}`;
    if (print === this.#keyboardPrint) return;
    this.#keyboardPrint = print;
    const place = document.activeElement?.dataset?.replyButton;
    const held = isInside(this.keys);
    const keyboard = replyKeyboard(markup, this.host);
    this.fold.hidden = !keyboard;
    this.fold.setAttribute("aria-label", this.host.keyboardFolded ? t("Show the buttons") : t("Hide the buttons"));
    this.fold.setAttribute("aria-expanded", String(!this.host.keyboardFolded));
    this.keys.hidden = !keyboard || this.host.keyboardFolded;
    this.keys.replaceChildren(...(keyboard ? [keyboard] : []));
    if (!held) return;
    const again = this.keys.hidden ? null : this.keys.querySelector(`[data-reply-button="${place}"]`) ?? this.keys.querySelector("button");
    (again ?? this.text).focus({ preventScroll: true });
  }
}
