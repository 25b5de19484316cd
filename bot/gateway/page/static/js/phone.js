// One phone: a frame, the chat list or one chat, and everything its owner can do there.
import { announce } from "./announce.js";
import { askToSend } from "./attachments.js";
import { ChatList } from "./chat-list.js";
import { ChatView } from "./chat-view.js";
import { h, isFocusLost, isInside } from "./dom.js";
import { preview } from "./format.js";
import { openLink } from "./links.js";
import { chatMenu, messageMenu, replyKey } from "./menus.js";
import { photoOf } from "./media.js";
import { Overlay } from "./overlay.js";
import { pick, t } from "./preferences.js";
import { Taps } from "./taps.js";
import { ALL, hasTopic } from "./topics.js";
import { openViewer } from "./viewer.js";

const BANNER_DELAY_MS = 700;
const READ_DELAY_MS = 150;
const SLOW_MS = 1500;

export class Phone {
  #drafts = new Map();
  #queued = false;
  #readTimer = 0;
  #readSent = 0;

  constructor(config, session, index) {
    this.config = config;
    this.session = session;
    this.index = index;
    this.chatId = null;
    this.keyboardFolded = false;
    this.topic = ALL;
    this.taps = new Taps(this);
    this.#build();
    this.#listen();
    this.relabel();
  }

  get title() {
    return pick(this.config.title);
  }

  get hintText() {
    return pick(this.config.hint);
  }

  #build() {
    this.banner = h("div", { class: "banner", hidden: true });
    this.place = h("div", { class: "place-holder" });
    this.content = h("div", { class: "content" }, this.banner, this.place);
    this.overlay = new Overlay(this.content);
    this.screen = h("div", { class: "screen" }, this.content, this.overlay.toasts, this.overlay.layer);
    this.name = h("h2", {});
    this.hint = h("p", {});
    const device = h("div", { class: "device" }, this.screen);
    this.node = h("section", { class: "phone", id: `phone-${this.index}`, data: { phone: this.config.id } }, h("header", { class: "phone-name" }, this.name, this.hint), device);
  }

  #listen() {
    const { session } = this;
    session.on("change", () => this.refresh());
    session.on("answer", (answer) => answer.chat === this.chatId && this.taps.answered(answer));
    session.on("revision", ({ message }) => this.taps.settle([message.message_id]));
    session.on("deletion", ({ chat, ids }) => this.#deleted(chat, ids));
    session.on("moved", ({ chat, to }) => this.#follow(chat, to));
    session.on("arrivals", ({ arrivals }) => this.#peek(arrivals));
    session.on("connection", () => this.#showConnection());
    document.addEventListener("visibilitychange", () => this.sawAll());
  }

  /** Puts every word of this phone into the page's language, keeping the chat, its draft and its place. */
  relabel() {
    this.name.textContent = this.title;
    this.hint.textContent = this.hintText;
    this.node.setAttribute("aria-label", this.title);
    this.banner.textContent = t("Connection lost. Reconnecting…");
    if (this.view) this.#mount(this.chatId);
  }

  #remembered() {
    const kept = sessionStorage.getItem(`humen.open.${this.config.id}`);
    if (kept === "list") return null;
    const { chats } = this.session.store;
    return [Number(kept), this.config.open].find((id) => id && chats.has(id)) ?? (chats.size === 1 ? [...chats.keys()][0] : null);
  }

  #mount(chatId) {
    this.view?.close();
    const { store } = this.session;
    const chat = chatId === null ? null : store.get(chatId);
    if (chatId !== this.chatId || !chat || !hasTopic(chat, this.topic)) this.topic = ALL;
    this.chatId = chat ? chatId : null;
    this.keyboardFolded = false;
    this.#readSent = 0;
    this.view = chat ? new ChatView(this, chat) : new ChatList(this);
    this.place.replaceChildren(this.view.node);
    this.view.render(chat);
    this.view.opened?.();
  }

  #remember() {
    sessionStorage.setItem(`humen.open.${this.config.id}`, this.chatId ?? "list");
  }

  openChat(id) {
    if (id === this.chatId) return;
    this.#mount(id);
    this.#remember();
    if (window.matchMedia("(pointer: fine)").matches && !this.view.composer.line.hidden) this.view.composer.focus();
    else this.view.list.log.focus({ preventScroll: true });
  }

  closeChat() {
    const left = this.chatId;
    this.#mount(null);
    this.#remember();
    this.view.focus(left);
  }

  chooseTopic(topic) {
    this.topic = topic;
    this.view.list?.caughtUp();
    this.view.render(this.session.store.get(this.chatId));
    this.view.list?.scrollToEnd();
  }

  // The group that was open is another chat now: the phone goes along.
  #follow(old, to) {
    this.movedTo = this.chatId === old ? to : this.movedTo;
    if (this.config.open === old) this.config.open = to;
  }

  /** Renders once for however many events came at once. */
  refresh() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      this.#render();
    });
  }

  #render() {
    const { store } = this.session;
    if (!this.view) this.#mount(this.#remembered());
    else if (this.chatId !== null && !store.get(this.chatId)) this.#mountNext();
    else if (this.chatId !== null && !hasTopic(store.get(this.chatId), this.topic)) this.chooseTopic(ALL);
    else if (this.chatId === null && store.chats.size === 1 && this.config.open === [...store.chats.keys()][0]) this.#mount(this.config.open);
    else this.view.render(this.chatId === null ? null : store.get(this.chatId));
    this.onUnread?.();
  }

  #mountNext() {
    const next = this.movedTo && this.session.store.get(this.movedTo) ? this.movedTo : null;
    this.movedTo = undefined;
    this.#mount(next);
    if (next) this.#remember();
  }

  get unread() {
    return this.session.store.unread(this.isShown ? this.chatId : null);
  }

  get isShown() {
    return !this.node.hidden && document.visibilityState === "visible";
  }

  #peek(arrivals) {
    const elsewhere = arrivals.filter(({ chat, message }) => chat !== this.chatId && !message.out).at(-1);
    if (!elsewhere || this.chatId === null) return;
    const chat = this.session.store.get(elsewhere.chat);
    this.overlay.toast(t("{name}: {text}", { name: chat.title, text: preview(elsewhere.message, 60) }), () => this.openChat(chat.id));
  }

  #deleted(chat, ids) {
    this.taps.settle(ids);
    if (chat === this.chatId) this.view.composer.forget(ids);
  }

  #showConnection() {
    const wait = this.session.online ? 0 : BANNER_DELAY_MS;
    setTimeout(() => {
      this.banner.hidden = this.session.online;
    }, wait);
  }

  toast(text) {
    this.overlay.toast(text);
    announce(text);
  }

  /** Runs a call and says so when it fails; true when it went well. */
  async attempt(run, sentence = "That did not work. {reason}") {
    try {
      await run();
      return true;
    } catch (error) {
      this.toast(t(sentence, { reason: error.message }));
      return false;
    }
  }

  sendText(text, replyTo) {
    const chat = this.chatId;
    const slow = setTimeout(() => this.toast(t("Still sending…")), SLOW_MS);
    const send = () => this.session.send(chat, text, { replyTo, thread: this.topic });
    return this.attempt(send, "Not sent. {reason}").finally(() => clearTimeout(slow));
  }

  editText(message, text) {
    if (text === message.text) return Promise.resolve(true);
    return this.attempt(() => this.session.api.post("edit", { chat: this.chatId, message_id: message.message_id, text }));
  }

  async attach(files) {
    const chat = this.chatId;
    let chosen = await askToSend({ files }, this.overlay);
    const upload = () => this.session.upload(chosen.kind, chat, chosen.files, chosen.caption);
    while (chosen && !(await this.attempt(upload, "Not sent. {reason}"))) chosen = await askToSend(chosen, this.overlay);
    if (isFocusLost()) this.view.composer?.focus();
  }

  async setBlocked(blocked) {
    const bot = this.session.store.get(this.chatId).peer?.id ?? this.chatId;
    if (blocked && !(await this.overlay.ask({ title: t("Block this bot"), yes: t("Block"), danger: true }))) return;
    await this.attempt(() => this.session.api.post(blocked ? "block" : "unblock", { bot }));
  }

  viewPhoto(message) {
    const photos = this.session.store.get(this.chatId).messages.filter((one) =>
      photoOf(one) && (one === message || (message.media_group_id && one.media_group_id === message.media_group_id)));
    openViewer(photos, photos.indexOf(message), this.session.api);
  }

  wantOlder() {
    this.attempt(() => this.session.older(this.chatId));
  }

  sawAll() {
    const chat = this.session.store.get(this.chatId);
    const newest = chat?.messages.at(-1)?.message_id ?? 0;
    if (!this.isShown || !this.view?.list?.atEnd || !(chat?.unread > 0) || newest <= this.#readSent) return;
    clearTimeout(this.#readTimer);
    this.#readTimer = setTimeout(() => {
      this.#readSent = newest;
      this.session.api.post("read", { chat: chat.id, message_id: newest }).catch(() => (this.#readSent = 0));
    }, READ_DELAY_MS);
  }

  draftOf(chatId) {
    return this.#drafts.get(chatId) ?? "";
  }

  keepDraft(chatId, text) {
    this.#drafts.set(chatId, text);
  }

  /** Lays what could not be sent before whatever was written in that chat meanwhile. */
  giveBack(chatId, text) {
    this.keepDraft(chatId, [text, this.draftOf(chatId)].filter(Boolean).join("\n"));
    if (this.chatId === chatId) this.view.composer.fill(this.draftOf(chatId));
  }

  reveal(id) {
    this.view.list?.reveal(id);
  }

  tap(message, key, place) {
    this.view.list?.caughtUp();
    return this.taps.press(message, key, place);
  }

  isBusy(messageId, place) {
    return this.taps.isBusy(messageId, place);
  }

  replyKey(key) {
    return replyKey(key, this);
  }

  openLink(address) {
    return openLink(address, this);
  }

  messageMenu(message) {
    messageMenu(message, this);
  }

  chatMenu() {
    chatMenu(this.session.store.get(this.chatId), this);
  }

  show(shown) {
    this.node.hidden = !shown;
    if (!shown && isInside(this.node)) document.activeElement.blur();
    if (shown) this.refresh();
    this.onUnread?.();
  }
}
