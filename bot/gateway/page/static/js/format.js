// How times, sizes, names and messages are put into words.
import { currentTag, t } from "./preferences.js";

const DAY_MS = 86_400_000;

export function clock(seconds) {
  return new Intl.DateTimeFormat(currentTag(), { hour: "2-digit", minute: "2-digit", hour12: false }).format(seconds * 1000);
}

export function dayKey(seconds) {
  const date = new Date(seconds * 1000);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

export function dayName(seconds) {
  const now = Date.now();
  if (dayKey(seconds) === dayKey(now / 1000)) return t("Today");
  if (dayKey(seconds) === dayKey((now - DAY_MS) / 1000)) return t("Yesterday");
  const sameYear = new Date(seconds * 1000).getFullYear() === new Date().getFullYear();
  const options = { month: "long", day: "numeric", ...(sameYear ? {} : { year: "numeric" }) };
  return new Intl.DateTimeFormat(currentTag(), options).format(seconds * 1000);
}

export function listTime(seconds) {
  return dayKey(seconds) === dayKey(Date.now() / 1000) ? clock(seconds) : dayName(seconds);
}

export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function personName(person) {
  if (!person) return t("someone");
  return [person.first_name ?? person.title, person.last_name].filter(Boolean).join(" ") || t("someone");
}

export function senderName(message) {
  return message.out ? t("You") : personName(message.sender_chat ?? message.from);
}

export function initials(name) {
  const letters = Array.from(name.trim());
  if (!letters.length) return "·";
  if (/[\u3400-\u9fff]/.test(name)) return letters.filter((letter) => /[\u3400-\u9fff]/.test(letter)).slice(0, 2).join("");
  return name.trim().split(/\s+/).slice(0, 2).map((word) => Array.from(word)[0]).join("").toUpperCase();
}

export function hue(id) {
  return Math.abs(Number(id)) % 6;
}

function kindOf(message) {
  if (message.photo) return t("Photo");
  if (message.document) return message.document.file_name || t("File");
  if (message.voice || message.audio) return t("Voice message");
  if (message.video || message.animation || message.video_note) return t("Video");
  if (message.location || message.venue) return t("Location");
  if (message.contact) return `${t("Contact")} ${personName(message.contact)}`;
  if (message.sticker) return `${t("Sticker")} ${message.sticker.emoji ?? ""}`.trim();
  return "";
}

export function serviceText(message) {
  const actor = senderName(message);
  if (message.new_chat_members) return t("{names} joined the group", { names: message.new_chat_members.map(personName).join(t(", ")) });
  if (message.left_chat_member) return t("{name} left the group", { name: personName(message.left_chat_member) });
  if (message.pinned_message) return t("{name} pinned “{text}”", { name: actor, text: preview(message.pinned_message, 40) });
  if (message.new_chat_title) return t("The group was named “{title}”", { title: message.new_chat_title });
  if (message.forum_topic_created) return t("Topic: {title}", { title: message.forum_topic_created.name });
  if (message.forum_topic_edited) return t("The topic was named “{title}”", { title: message.forum_topic_edited.name ?? "" });
  if (message.forum_topic_closed) return t("The topic was closed");
  if (message.forum_topic_reopened) return t("The topic was opened again");
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("The group became a supergroup");
  if (message.group_chat_created || message.supergroup_chat_created) return t("The group was created");
  return t("The group was changed");
}

const SERVICE_FIELDS = [
  "new_chat_members", "left_chat_member", "pinned_message", "new_chat_title", "group_chat_created",
  "supergroup_chat_created", "migrate_to_chat_id", "migrate_from_chat_id", "new_chat_photo", "delete_chat_photo",
  "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
];

export function isService(message) {
  return SERVICE_FIELDS.some((field) => message[field] !== undefined);
}

export function preview(message, limit = 90) {
  if (isService(message)) return serviceText(message);
  const kind = kindOf(message);
  const words = hideSpoilers(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities);
  const whole = [kind, words].filter(Boolean).join(" · ").replace(/\s+/g, " ").trim();
  const letters = Array.from(whole || t("This kind of message is not shown here."));
  return letters.length > limit ? `${letters.slice(0, limit).join("")}…` : letters.join("");
}

function hideSpoilers(text, entities = []) {
  return entities
    .filter((entity) => entity.type === "spoiler")
    .reduce((shown, { offset, length }) => shown.slice(0, offset) + "▒".repeat(length) + shown.slice(offset + length), text);
}
