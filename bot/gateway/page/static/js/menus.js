// What one may do with a message, with a chat, and with a special quick reply.
import { t } from "./preferences.js";

const DEMO_PHONE = "+860000000000";
const DEMO_PLACE = { latitude: 30.4021, longitude: 112.8993 };

async function copyText(message, phone) {
  const text = message.text ?? message.caption;
  try {
    await navigator.clipboard.writeText(text);
    phone.toast(t("Copied"));
  } catch {
    phone.overlay.tell(t("Copying failed. The text is: {text}", { text }));
  }
}

async function remove(message, phone) {
  const agreed = await phone.overlay.ask({ title: t("Delete this message for everyone?"), yes: t("Delete"), danger: true });
  if (agreed) await phone.attempt(() => phone.session.api.post("delete", { chat: phone.chatId, message_ids: [message.message_id] }));
}

export function messageMenu(message, phone) {
  const { composer } = phone.view;
  const mayWrite = !composer.line.hidden;
  const actions = [];
  if (mayWrite) actions.push({ name: t("Reply"), icon: "reply", run: () => composer.setMode({ kind: "reply", message }) });
  if ((message.text ?? message.caption) && !message.has_protected_content) actions.push({ name: t("Copy"), icon: "copy", run: () => copyText(message, phone) });
  if (message.out && message.text && mayWrite) actions.push({ name: t("Edit"), icon: "edit", run: () => composer.setMode({ kind: "edit", message }) });
  if (message.out) actions.push({ name: t("Delete"), icon: "trash", danger: true, run: () => remove(message, phone) });
  if (actions.length) phone.overlay.choose(t("Message menu"), actions);
}

export function chatMenu(chat, phone) {
  const action = chat.blocked
    ? { name: t("Unblock"), icon: "block", run: () => phone.setBlocked(false) }
    : { name: t("Block this bot"), icon: "block", danger: true, run: () => phone.setBlocked(true) };
  phone.overlay.choose(t("Chat menu"), [action]);
}

// The demonstration hands out invented contacts and places, never those of whoever tries it.
export async function replyKey(key, phone) {
  const chat = phone.chatId;
  const { api } = phone.session;
  if (key.request_contact) {
    const agreed = await phone.overlay.ask({ text: t("Share the demonstration phone number +86 000 0000 0000?"), yes: t("Share") });
    if (agreed) await phone.attempt(() => api.post("contact", { chat, phone_number: DEMO_PHONE, first_name: phone.title }));
  } else if (key.request_location) {
    const agreed = await phone.overlay.ask({ text: t("Share the demonstration place, a square in Qianjiang?"), yes: t("Share") });
    if (agreed) await phone.attempt(() => api.post("location", { chat, ...DEMO_PLACE }));
  } else {
    await phone.sendText(key.text);
  }
  const opened = phone.session.store.get(chat);
  if (!opened?.reply_keyboard?.one_time_keyboard) return;
  phone.keyboardFolded = true;
  phone.refresh();
}
