// The calls of the simulation API that a phone makes for its user.
import { t } from "./preferences.js";

const PATIENCE_MS = 10_000;
const UPLOAD_PATIENCE_MS = 60_000;

export class CallError extends Error {
  constructor(sentence, status = 0) {
    super(sentence);
    this.status = status;
  }
}

async function read(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new CallError(body.error ?? `HTTP ${response.status}`, response.status);
  return body;
}

async function call(path, options, patience = PATIENCE_MS) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), patience);
  try {
    return await read(await fetch(path, { cache: "no-store", credentials: "same-origin", signal: waiting.signal, ...options }));
  } catch (error) {
    if (error instanceof CallError) throw error;
    throw new CallError(waiting.signal.aborted ? t("The server does not answer.") : t("The server could not be reached."));
  } finally {
    clearTimeout(timer);
  }
}

export const listPhones = () => call("/sim/phones");
export const eventsAddress = (users, after) => `/sim/events?users=${users.join(",")}&after=${after}`;

export class SimulationApi {
  constructor(user) {
    this.user = user;
  }

  state(chat = null) {
    return call(`/sim/state?user=${this.user}${chat === null ? "" : `&chat=${chat}`}`);
  }

  users() {
    return call("/sim/users");
  }

  history(chat, before, limit = 50) {
    const query = new URLSearchParams({ user: this.user, chat, before, limit });
    return call(`/sim/history?${query}`);
  }

  post(path, fields) {
    const body = JSON.stringify({ user: this.user, ...fields });
    return call(`/sim/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  }

  upload(kind, chat, files, caption) {
    const form = new FormData();
    form.append("user", this.user);
    form.append("chat", chat);
    if (caption) form.append("caption", caption);
    files.forEach((file) => form.append("file", file, file.name));
    return call(`/sim/${kind}`, { method: "POST", body: form }, UPLOAD_PATIENCE_MS);
  }

  fileAddress(fileId) {
    return `/sim/files/${encodeURIComponent(fileId)}?user=${this.user}`;
  }
}
