// What one user sees and does: a snapshot first, then events after its sequence number.
import { SimulationApi } from "./api.js";
import { Store } from "./store.js";

export class Session {
  #listeners = new Map();

  constructor(user) {
    this.api = new SimulationApi(user);
    this.store = new Store();
    this.user = user;
    this.online = true;
    this.seq = 0;
    this.stale = true;
  }

  on(kind, run) {
    const known = this.#listeners.get(kind) ?? [];
    this.#listeners.set(kind, [...known, run]);
  }

  emit(kind, detail = {}) {
    (this.#listeners.get(kind) ?? []).forEach((run) => run(detail));
  }

  reload(snapshot) {
    this.seq = snapshot.seq;
    const arrivals = this.store.load(snapshot);
    this.stale = false;
    this.emit("change", { chat: null });
    this.emit("arrivals", { arrivals });
  }

  hasHeard(seq) {
    this.seq = Math.max(this.seq, seq);
  }

  /** Takes an event in; afterwards this is stale if only a new snapshot can tell how things stand. */
  take(kind, seq, data) {
    if (seq <= this.seq) return;
    if (kind === "answer") {
      this.emit("answer", data);
      return;
    }
    if (kind === "moved") {
      this.stale = true;
      this.emit("moved", data);
      return;
    }
    const outcome = this.store.apply(kind, data);
    if (outcome === "unknown") {
      this.stale = true;
      return;
    }
    const chat = typeof data.chat === "object" ? data.chat.id : data.chat;
    this.emit("change", { chat });
    if (outcome === "added") this.emit("arrivals", { arrivals: [{ chat, message: data.message }] });
    if (outcome === "edited" && kind === "edited") this.emit("revision", { chat, message: data.message });
    if (kind === "deleted") this.emit("deletion", { chat, ids: data.message_ids });
  }

  setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.emit("connection", { online });
  }

  /** Finds the chat with a bot by its username, also of one that was never started. */
  async chatWith(username) {
    const wanted = username.toLowerCase();
    const isWanted = (user) => user?.username?.toLowerCase() === wanted;
    const known = [...this.store.chats.values()].find((chat) => isWanted(chat.peer));
    if (known) return known;
    const bot = (await this.api.users()).find((user) => user.is_bot && isWanted(user));
    if (!bot) return null;
    const { chats } = await this.api.state(bot.id);
    if (!chats.length) return null;
    this.store.apply("chat", { chat: chats[0] });
    return this.store.get(bot.id);
  }

  async older(chatId) {
    const chat = this.store.get(chatId);
    const first = chat?.messages[0];
    if (!first || chat.complete || chat.loadingOlder) return;
    chat.loadingOlder = true;
    try {
      const body = await this.api.history(chatId, first.message_id);
      this.store.prepend(chatId, Array.isArray(body) ? body : body.messages);
      this.emit("change", { chat: chatId });
    } finally {
      chat.loadingOlder = false;
    }
  }

  async send(chat, text, { replyTo, thread }) {
    const fields = { chat, text, ...(replyTo ? { reply_to: replyTo } : {}), ...(thread ? { thread } : {}) };
    this.#adopt(chat, [await this.api.post("send", fields)]);
  }

  async upload(kind, chat, files, caption) {
    this.#adopt(chat, await this.api.upload(kind, chat, files, caption));
  }

  #adopt(chat, messages) {
    messages.forEach((message) => this.store.adopt(chat, message));
    this.emit("change", { chat });
  }
}
