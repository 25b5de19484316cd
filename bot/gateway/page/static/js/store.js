// What one user sees: chats and messages, merged so that hearing of a thing twice changes nothing.

const HISTORY_WINDOW = 200;
const same = (one, two) => JSON.stringify(one) === JSON.stringify(two);

function byId(one, two) {
  return one.message_id - two.message_id;
}

function keepIdentity(messages, known) {
  const old = new Map(known.map((message) => [message.message_id, message]));
  return messages.map((message) => {
    const before = old.get(message.message_id);
    return before && same(before, message) ? before : message;
  });
}

export class Store {
  chats = new Map();
  #deleted = new Map();

  /** Takes a whole snapshot and returns the messages that the user has not been shown before. */
  load(snapshot) {
    const first = this.chats.size === 0;
    const before = this.chats;
    this.chats = new Map();
    const arrivals = [];
    snapshot.chats.forEach((view) => {
      const known = before.get(view.id);
      const newest = known?.messages.at(-1)?.message_id ?? 0;
      const messages = keepIdentity([...view.messages].sort(byId), known?.messages ?? []);
      const complete = messages.length < HISTORY_WINDOW;
      const older = complete ? [] : (known?.messages ?? []).filter((message) => message.message_id < messages[0].message_id);
      this.chats.set(view.id, { ...view, messages: [...older, ...messages], complete });
      if (!first) messages.filter((message) => message.message_id > newest).forEach((message) => arrivals.push({ chat: view.id, message }));
    });
    this.#deleted.clear();
    return arrivals;
  }

  get(id) {
    return this.chats.get(id);
  }

  sorted() {
    const moment = (chat) => chat.messages.at(-1)?.date ?? 0;
    return [...this.chats.values()].sort((one, two) => moment(two) - moment(one));
  }

  unread(exceptChat) {
    return [...this.chats.values()].reduce((sum, chat) => sum + (chat.id === exceptChat ? 0 : chat.unread || 0), 0);
  }

  #put(chatId, message) {
    const chat = this.chats.get(chatId);
    if (!chat || this.#deleted.get(chatId)?.has(message.message_id)) return "ignored";
    const at = chat.messages.findIndex((known) => known.message_id === message.message_id);
    if (at >= 0) {
      if (same(chat.messages[at], message)) return "ignored";
      chat.messages = chat.messages.with(at, message);
      return "edited";
    }
    chat.messages = [...chat.messages, message].sort(byId);
    return "added";
  }

  #recount(chat) {
    chat.unread = chat.messages.filter((message) => !message.out && message.message_id > (chat.read_to ?? 0)).length;
  }

  /** The answer to one's own call: it must not undo an edit or a deletion that was heard of earlier. */
  adopt(chatId, message) {
    const chat = this.chats.get(chatId);
    if (chat && !chat.messages.some((known) => known.message_id === message.message_id)) this.#put(chatId, message);
  }

  prepend(chatId, messages) {
    const chat = this.chats.get(chatId);
    if (!chat) return;
    const known = new Set(chat.messages.map((message) => message.message_id));
    const fresh = messages.filter((message) => !known.has(message.message_id));
    chat.messages = [...fresh, ...chat.messages].sort(byId);
    chat.complete = fresh.length === 0;
  }

  /** Applies one event; returns what happened to a message: "added", "edited", or nothing worth saying. */
  apply(kind, data) {
    const id = typeof data.chat === "object" ? data.chat.id : data.chat;
    if (kind === "chat") return this.#applyChat(data.chat);
    const chat = this.chats.get(id);
    if (!chat) return "unknown";
    if (kind === "message") return this.#applyMessage(chat, data.message);
    if (kind === "edited") return this.#applyEdit(chat, data.message);
    if (kind === "deleted") this.#applyDeletion(chat, data.message_ids);
    else if (kind === "typing") chat.typing = { text: data.text, until: data.until };
    else if (kind === "keyboard") chat.reply_keyboard = data.reply_keyboard;
    else if (kind === "commands") chat.commands = data.commands;
    else if (kind === "read") Object.assign(chat, { read_to: data.read_to, unread: data.unread });
    return "changed";
  }

  #applyChat(view) {
    const known = this.chats.get(view.id);
    this.chats.set(view.id, { commands: [], complete: true, ...known, ...view, messages: known?.messages ?? [] });
    return "changed";
  }

  #applyMessage(chat, message) {
    const outcome = this.#put(chat.id, message);
    if (!message.out) chat.typing = null;
    if (outcome === "added") this.#recount(chat);
    return outcome;
  }

  #applyEdit(chat, message) {
    if (chat.pinned?.message_id === message.message_id) chat.pinned = message;
    const oldest = chat.messages[0]?.message_id ?? 0;
    return message.message_id < oldest && !chat.complete ? "ignored" : this.#put(chat.id, message);
  }

  #applyDeletion(chat, ids) {
    const gone = this.#deleted.get(chat.id) ?? new Set();
    ids.forEach((id) => gone.add(id));
    this.#deleted.set(chat.id, gone);
    chat.messages = chat.messages.filter((message) => !gone.has(message.message_id));
    if (chat.pinned && gone.has(chat.pinned.message_id)) chat.pinned = null;
    this.#recount(chat);
  }
}
