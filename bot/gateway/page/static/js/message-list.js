// The scrolling list of a chat: keeps its nodes, its place, the unread line and the way back to the end.
import { blocksOf } from "./blocks.js";
import { button, h, prefersCalm } from "./dom.js";
import { markFocus, restoreFocus } from "./focus.js";
import { hue, initials } from "./format.js";
import { icon } from "./icons.js";
import { renderBlock } from "./message.js";
import { t } from "./preferences.js";

const NEAR_END_PX = 48;
const NEAR_START_PX = 120;

export class MessageList {
  #entries = new Map();
  #stick = true;
  #seen = 0;
  #top = 0;
  #first = null;

  constructor(host, chat) {
    this.host = host;
    this.unreadAfter = chat.unread > 0 ? chat.read_to ?? 0 : null;
    this.#stick = this.unreadAfter === null;
    this.#seen = chat.read_to ?? 0;
    this.items = h("ol", { class: "messages" });
    this.log = h("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0", "aria-label": t("Messages with {title}", { title: chat.title }) }, this.#introduce(chat), this.items);
    this.count = h("span", { class: "badge", hidden: true });
    this.toEnd = button({ class: "to-end", hidden: true, on: { click: () => this.scrollToEnd(!prefersCalm()) } }, icon("down"), this.count);
    this.node = h("div", { class: "log-frame" }, this.log, this.toEnd);
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.observer = new ResizeObserver(() => this.#settle());
    this.observer.observe(this.log);
    this.observer.observe(this.items);
  }

  // An empty chat says whose it is and what to try there.
  #introduce(chat) {
    const face = h("span", { class: `avatar hue-${hue(chat.id)}`, "aria-hidden": "true" }, initials(chat.title));
    this.intro = h("div", { class: "intro" }, face, h("strong", {}, chat.title), h("p", {}, this.host.hintText));
    return this.intro;
  }

  close() {
    this.observer.disconnect();
  }

  get atEnd() {
    return this.#stick;
  }

  #measure() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX;
  }

  // Only a movement upwards is the reader's wish: content that grows below also leaves the end behind.
  #scrolled() {
    const top = this.log.scrollTop;
    if (this.#measure()) this.#stick = true;
    else if (top < this.#top - 1) this.#stick = false;
    this.#top = top;
    if (this.log.scrollTop < NEAR_START_PX) this.host.wantOlder();
    this.#showWay();
  }

  #settle() {
    if (this.#stick) this.log.scrollTop = this.log.scrollHeight;
    this.#showWay();
  }

  #showWay() {
    const { messages } = this.chat ?? { messages: [] };
    const newest = messages.at(-1)?.message_id ?? 0;
    if (this.#stick) {
      this.#seen = Math.max(this.#seen, newest);
      this.host.sawAll();
    }
    const fresh = messages.filter((message) => !message.out && message.message_id > this.#seen).length;
    this.toEnd.hidden = this.#stick;
    this.count.hidden = fresh === 0;
    this.count.textContent = String(fresh);
    this.toEnd.setAttribute("aria-label", fresh ? t("To the newest message, {count} new", { count: fresh }) : t("To the newest message"));
  }

  scrollToEnd(smooth = false) {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    if (smooth) return;
    this.#stick = true;
    this.#settle();
  }

  /** Whoever answers has read what came before: the unread line goes with the next change. */
  caughtUp() {
    this.unreadAfter = null;
  }

  render(chat) {
    const mark = markFocus(this.items);
    const height = this.log.scrollHeight;
    const grewAbove = this.#first !== null && (chat.messages[0]?.message_id ?? 0) < this.#first;
    const mine = this.chat && chat.messages.at(-1)?.out && chat.messages.at(-1) !== this.chat.messages.at(-1);
    if (mine) this.unreadAfter = null;
    this.chat = { ...chat };
    this.#first = chat.messages[0]?.message_id ?? null;
    this.intro.hidden = chat.messages.length > 0;
    this.#place(blocksOf(chat, this.unreadAfter));
    if (grewAbove) this.log.scrollTop += this.log.scrollHeight - height;
    restoreFocus(this.items, mark, this.log);
    if (mine) this.#stick = true;
    this.#settle();
  }

  // What is gone leaves first, so that nothing that stays has to move: a moved node would lose the focus.
  #place(blocks) {
    const keys = new Set(blocks.map((block) => block.key));
    this.#entries.forEach((entry, key) => keys.has(key) || entry.node.remove());
    const entries = new Map();
    let cursor = this.items.firstChild;
    blocks.forEach((block) => {
      const before = this.#entries.get(block.key)?.node;
      const node = this.#nodeOf(block);
      if (before && before === cursor) cursor = node;
      entries.set(block.key, { ...block, node });
      if (node === cursor) cursor = cursor.nextSibling;
      else this.items.insertBefore(node, cursor);
    });
    this.#entries = entries;
  }

  #nodeOf(block) {
    const known = this.#entries.get(block.key);
    const unchanged = known && known.flags === block.flags && known.messages.length === block.messages.length &&
      known.messages.every((message, index) => message === block.messages[index]);
    if (unchanged) return known.node;
    const node = renderBlock(block, this.host);
    if (known) known.node.replaceWith(node);
    else if (this.#entries.size) node.classList.add("fresh");
    return node;
  }

  /** Opens at the unread line where there is one, else at the end. */
  settleFirst() {
    const line = this.items.querySelector(".unread-line");
    if (!line) {
      this.scrollToEnd();
      return;
    }
    this.log.scrollTop = line.offsetTop - this.log.clientHeight / 4;
    this.#stick = this.#measure();
    this.#showWay();
  }

  reveal(id) {
    const node = this.items.querySelector(`[data-message-id="${id}"]`);
    if (!node) return false;
    node.scrollIntoView({ block: "center", behavior: prefersCalm() ? "instant" : "smooth" });
    const row = node.closest(".row") ?? node;
    row.classList.remove("flash");
    void row.offsetWidth;
    row.classList.add("flash");
    return true;
  }
}
