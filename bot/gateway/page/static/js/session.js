// One user's line to the server: a snapshot first, then events after its sequence number.
import { SimulationApi } from "./api.js";
import { Store } from "./store.js";

const KINDS = ["message", "edited", "deleted", "typing", "answer", "keyboard", "commands", "chat", "read", "moved"];
const WAITS_MS = [300, 800, 2000, 4000, 8000];
const HIDDEN_MS = 3000;

export class Session {
  #listeners = new Map();
  #source = null;
  #seq = 0;
  #failures = 0;
  #timer = 0;
  #stale = true;
  #turn = 0;

  constructor(user) {
    this.api = new SimulationApi(user);
    this.store = new Store();
    this.user = user;
    this.online = true;
    this.ready = false;
    this.#watchPage();
  }

  on(kind, run) {
    const known = this.#listeners.get(kind) ?? [];
    this.#listeners.set(kind, [...known, run]);
  }

  emit(kind, detail = {}) {
    (this.#listeners.get(kind) ?? []).forEach((run) => run(detail));
  }

  /** Opens the line anew; of two calls that overlap only the later one listens. */
  async connect() {
    this.#turn += 1;
    const turn = this.#turn;
    clearTimeout(this.#timer);
    this.#close();
    try {
      const snapshot = this.#stale ? await this.api.state() : null;
      if (turn !== this.#turn) return;
      if (snapshot) this.#reload(snapshot);
      this.#listen();
    } catch (error) {
      if (turn === this.#turn) this.#retry();
      if (error.status) this.emit("refused");
    }
  }

  #reload(snapshot) {
    this.#seq = snapshot.seq;
    const arrivals = this.store.load(snapshot);
    this.#stale = false;
    this.ready = true;
    this.emit("change", { chat: null });
    this.emit("arrivals", { arrivals });
  }

  #listen() {
    const source = new EventSource(this.api.eventsAddress(this.#seq));
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#setOnline(true);
    };
    source.onerror = () => {
      if (source === this.#source) this.#retry();
    };
    source.addEventListener("reset", () => {
      this.#stale = true;
      this.connect();
    });
    KINDS.forEach((kind) => source.addEventListener(kind, (event) => this.#take(kind, event)));
  }

  #take(kind, event) {
    const seq = Number(event.lastEventId);
    if (seq && seq <= this.#seq) return;
    if (seq) this.#seq = seq;
    const data = JSON.parse(event.data);
    if (kind === "answer") {
      this.emit("answer", data);
      return;
    }
    if (kind === "moved") {
      this.#stale = true;
      this.emit("moved", data);
      this.connect();
      return;
    }
    const outcome = this.store.apply(kind, data);
    if (outcome === "unknown") {
      this.#stale = true;
      this.connect();
      return;
    }
    const chat = typeof data.chat === "object" ? data.chat.id : data.chat;
    this.emit("change", { chat });
    if (outcome === "added") this.emit("arrivals", { arrivals: [{ chat, message: data.message }] });
    if (outcome === "edited" && kind === "edited") this.emit("revision", { chat, message: data.message });
    if (kind === "deleted") this.emit("deletion", { chat, ids: data.message_ids });
  }

  // A first failure resumes after the last number; a second one means the server itself was away, so all is read anew.
  #retry() {
    this.#close();
    this.#failures += 1;
    if (this.#failures > 1) this.#stale = true;
    this.#setOnline(false);
    const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length) - 1];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), wait);
  }

  #setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.emit("connection", { online });
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }

  // A browser opens six lines to one host: a hidden tab gives its own back, so that a second tab still works.
  #watchPage() {
    let hidden = 0;
    document.addEventListener("visibilitychange", () => {
      clearTimeout(hidden);
      if (document.visibilityState === "visible") {
        if (!this.#source) this.connect();
      } else {
        hidden = setTimeout(() => this.#close(), HIDDEN_MS);
      }
    });
    window.addEventListener("online", () => this.connect());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) this.connect();
    });
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
