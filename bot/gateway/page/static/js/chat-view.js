// One open chat: its head, its pinned message, its list and its composer.
import { Composer } from "./composer.js";
import { button, h } from "./dom.js";
import { hue, initials, preview } from "./format.js";
import { icon } from "./icons.js";
import { MessageList } from "./message-list.js";
import { t } from "./preferences.js";
import { TopicBar, inTopic } from "./topics.js";

export class ChatView {
  #typingTimer = 0;

  constructor(host, chat) {
    this.host = host;
    this.list = new MessageList(host, chat);
    this.composer = new Composer(host, host.draftOf(chat.id));
    this.backCount = h("span", { class: "badge", hidden: true });
    this.back = button({ class: "round plain back", data: { back: "" }, on: { click: () => host.closeChat() } }, icon("back"), this.backCount);
    this.subtitle = h("span", { class: "subtitle" });
    this.more = button({ class: "round plain", "aria-label": t("Chat menu"), on: { click: () => host.chatMenu() } }, icon("more"));
    this.pinned = button({ class: "pinned", hidden: true });
    this.topics = new TopicBar(host);
    this.node = h("div", { class: "chat" }, this.#head(chat), this.topics.node, this.pinned, this.list.node, this.composer.node);
  }

  #head(chat) {
    const avatar = h("span", { class: `avatar hue-${hue(chat.id)}`, "aria-hidden": "true" }, initials(chat.title));
    this.title = h("h3", { class: "title" }, chat.title);
    return h("header", { class: "chat-head" }, this.back, avatar, h("div", { class: "titles" }, this.title, this.subtitle), this.more);
  }

  render(chat) {
    this.title.textContent = chat.title;
    this.more.hidden = chat.type !== "private" || chat.started === false;
    this.#renderSubtitle(chat);
    this.#renderBack(chat);
    this.#renderPinned(chat);
    this.composer.render(chat);
    this.topics.render(chat, this.host.topic);
    this.list.render(inTopic(chat, this.host.topic));
  }

  #renderSubtitle(chat) {
    const left = chat.typing?.text ? chat.typing.until * 1000 - Date.now() : 0;
    clearTimeout(this.#typingTimer);
    if (left > 0) this.#typingTimer = setTimeout(() => this.#renderSubtitle(chat), left + 50);
    this.subtitle.classList.toggle("typing", left > 0);
    const count = chat.members?.length;
    const group = count ? t("{count} members", { count }) : "";
    const plain = chat.blocked ? t("Blocked") : chat.type === "private" ? t("bot") : group;
    this.subtitle.textContent = left > 0 ? t("typing…") : plain;
  }

  #renderBack(chat) {
    const { store } = this.host.session;
    const unread = store.unread(chat.id);
    this.back.hidden = store.chats.size < 2;
    this.backCount.hidden = unread === 0;
    this.backCount.textContent = String(unread);
    this.back.setAttribute("aria-label", unread ? t("Back to chats, {count} unread", { count: unread }) : t("Back to chats"));
  }

  #renderPinned(chat) {
    this.pinned.hidden = !chat.pinned;
    if (!chat.pinned) return;
    this.pinned.onclick = () => this.host.reveal(chat.pinned.message_id);
    this.pinned.replaceChildren(icon("pin"), h("span", { class: "mode-words" }, h("strong", {}, t("Pinned message")), h("span", {}, preview(chat.pinned, 70))));
  }

  opened() {
    this.list.settleFirst();
  }

  close() {
    clearTimeout(this.#typingTimer);
    this.list.close();
  }
}
