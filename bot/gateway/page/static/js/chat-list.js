// The list of a user's chats with previews and unread marks.
import { button, h } from "./dom.js";
import { hue, initials, listTime, preview, senderName } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./preferences.js";

function isTyping(chat) {
  return chat.typing?.text && chat.typing.until * 1000 > Date.now();
}

function line(chat) {
  if (isTyping(chat)) return t("typing…");
  const last = chat.messages.at(-1);
  if (!last) return chat.started === false ? t("Start") : "";
  const named = chat.type !== "private" || last.out;
  return named ? t("{name}: {text}", { name: senderName(last), text: preview(last, 60) }) : preview(last, 60);
}

function entry(chat, host) {
  const last = chat.messages.at(-1);
  const unread = chat.unread > 0 ? h("span", { class: "badge", "aria-label": t("{count} unread", { count: chat.unread }) }, String(chat.unread)) : null;
  const marks = h("span", { class: "entry-marks" }, last ? h("time", {}, listTime(last.date)) : null, unread, chat.blocked ? icon("block") : null);
  const words = h("span", { class: "entry-words" }, h("strong", {}, chat.title), h("span", {}, line(chat)));
  return button({ class: "chat-entry", data: { chat: chat.id }, on: { click: () => host.openChat(chat.id) } },
    h("span", { class: `avatar hue-${hue(chat.id)}`, "aria-hidden": "true" }, initials(chat.title)), words, marks);
}

export class ChatList {
  #typingTimer = 0;

  constructor(host) {
    this.host = host;
    this.items = h("ul", { class: "chat-entries" });
    this.node = h("div", { class: "chats" }, h("h3", { class: "chats-title" }, t("Chats")), this.items);
  }

  render() {
    const focused = document.activeElement?.closest?.("[data-chat]");
    const held = focused && this.items.contains(focused) ? focused.dataset.chat : null;
    this.#watchTyping();
    const entries = this.host.session.store.sorted().map((chat) => h("li", {}, entry(chat, this.host)));
    this.items.replaceChildren(...(entries.length ? entries : [h("li", { class: "nothing" }, t("No chats yet."))]));
    if (held) this.focus(held);
  }

  focus(chatId) {
    (this.items.querySelector(`[data-chat="${chatId}"]`) ?? this.items.querySelector("button"))?.focus({ preventScroll: true });
  }

  #watchTyping() {
    clearTimeout(this.#typingTimer);
    const ends = this.host.session.store.sorted().filter(isTyping).map((chat) => chat.typing.until * 1000 - Date.now());
    if (ends.length) this.#typingTimer = setTimeout(() => this.render(), Math.min(...ends) + 50);
  }

  close() {
    clearTimeout(this.#typingTimer);
  }
}
