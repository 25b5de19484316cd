// The page's one line to the server: what happens on all its phones, in the order in which it happens.
import { eventsAddress } from "./api.js";

const KINDS = ["message", "edited", "deleted", "typing", "answer", "keyboard", "commands", "chat", "read", "moved"];
const WAITS_MS = [300, 800, 2000, 4000, 8000];
const HIDDEN_MS = 3000;

export class Line {
  #sessions;
  #onRefused;
  #source = null;
  #failures = 0;
  #timer = 0;
  #turn = 0;

  constructor(sessions, onRefused) {
    this.#sessions = new Map(sessions.map((session) => [session.user, session]));
    this.#onRefused = onRefused;
    this.#watchPage();
  }

  get #all() {
    return [...this.#sessions.values()];
  }

  /** Opens the line anew: a snapshot of what is stale, then events; of two calls that overlap only the later one listens. */
  async connect() {
    this.#turn += 1;
    const turn = this.#turn;
    clearTimeout(this.#timer);
    this.#close();
    const stale = this.#all.filter((session) => session.stale);
    try {
      const snapshots = await Promise.all(stale.map((session) => session.api.state()));
      if (turn !== this.#turn) return;
      stale.forEach((session, index) => session.reload(snapshots[index]));
      this.#listen();
    } catch (error) {
      if (turn === this.#turn) this.#retry();
      if (error.status) this.#onRefused();
    }
  }

  #listen() {
    const after = Math.min(...this.#all.map((session) => session.seq));
    const source = new EventSource(eventsAddress([...this.#sessions.keys()], after));
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#setOnline(true);
    };
    source.onerror = () => {
      if (source === this.#source) this.#retry();
    };
    source.addEventListener("reset", () => this.#reloadAll());
    KINDS.forEach((kind) => source.addEventListener(kind, (event) => this.#take(kind, event)));
  }

  #take(kind, event) {
    const seq = Number(event.lastEventId);
    const { user, data } = JSON.parse(event.data);
    this.#sessions.get(user).take(kind, seq, data);
    // Whatever came before this was for one of these phones and has come, too.
    this.#all.forEach((session) => session.hasHeard(seq));
    if (this.#all.some((session) => session.stale)) this.connect();
  }

  #reloadAll() {
    this.#all.forEach((session) => (session.stale = true));
    this.connect();
  }

  // A first failure resumes after the last number; a second one means the server itself was away, so all is read anew.
  #retry() {
    this.#close();
    this.#failures += 1;
    if (this.#failures > 1) this.#all.forEach((session) => (session.stale = true));
    this.#setOnline(false);
    const wait = WAITS_MS[Math.min(this.#failures, WAITS_MS.length) - 1];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.connect(), wait);
  }

  #setOnline(online) {
    this.#all.forEach((session) => session.setOnline(online));
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }

  // A browser opens six lines to one host: a hidden tab gives its own back, so that other tabs still work.
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
}
