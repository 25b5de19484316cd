// One row of the list: a bubble with its words, media, quote and buttons; a notice; a day; the unread line.
import { button, h } from "./dom.js";
import { formatted } from "./entities.js";
import { clock, dayName, hue, isService, personName, preview, senderName, serviceText } from "./format.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboards.js";
import { album, media } from "./media.js";
import { t } from "./preferences.js";

const LONG_PRESS_MS = 500;

function forwardLine(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user_name ?? personName(origin.sender_user ?? origin.sender_chat ?? origin.chat);
  return h("p", { class: "forward" }, t("Forwarded from {name}", { name }));
}

function quoteLine(message, host) {
  const source = message.reply_to_message;
  if (!source) return null;
  const mine = source.out ?? source.from?.id === host.session.user;
  const name = mine ? t("You") : personName(source.from);
  const words = message.quote?.text ?? preview(source, 80);
  return button({ class: "quote", on: { click: () => host.reveal(source.message_id) } }, h("strong", {}, name), h("span", {}, words));
}

function meta(message) {
  const protectedMark = message.has_protected_content
    ? h("span", { class: "lock", role: "img", "aria-label": t("Protected: cannot be saved or forwarded"), title: t("Protected: cannot be saved or forwarded") }, icon("lock"))
    : null;
  const edited = message.edit_date && !message.edit_hide ? h("span", {}, t("edited")) : null;
  const stamp = h("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  return h("span", { class: "meta" }, protectedMark, edited, stamp);
}

function words(messages, host) {
  const told = messages.find((message) => message.text ?? message.caption);
  const last = messages.at(-1);
  if (!told) return h("div", { class: "words empty" }, meta(last));
  const text = told.text ?? told.caption;
  const nodes = formatted(text, told.text === undefined ? told.caption_entities : told.entities, host);
  return h("div", { class: "words" }, h("span", { class: "text" }, nodes), meta(last));
}

function watchLongPress(node, open) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") timer = setTimeout(open, LONG_PRESS_MS);
  });
  ["pointerup", "pointercancel", "pointermove", "pointerleave"].forEach((kind) => node.addEventListener(kind, stop));
}

function addMenu(row, article, message, host) {
  const open = () => host.messageMenu(message);
  watchLongPress(article, open);
  article.addEventListener("contextmenu", (event) => {
    const selecting = String(window.getSelection()).length > 0 && !message.has_protected_content;
    if (selecting || (event.target.closest("a") && !message.has_protected_content)) return;
    event.preventDefault();
    open();
  });
  row.append(button({ class: "row-menu", "aria-label": t("Message menu"), on: { click: open } }, icon("more")));
}

function bubble(block, host) {
  const { messages } = block;
  const [message] = messages;
  const grouped = messages.length > 1;
  const author = block.author ? h("p", { class: `author hue-${hue(message.from?.id ?? 0)}` }, senderName(message)) : null;
  const visual = messages.every((one) => one.photo?.length) ? " visual" : "";
  const label = t("{name}, {time}", { name: senderName(message), time: clock(message.date) });
  const content = grouped ? album(messages, host) : media(message, host);
  const article = h("article", { class: `bubble${visual}`, "aria-label": label }, author, forwardLine(message), quoteLine(message, host), content, words(messages, host));
  const sides = [message.out ? "out" : "in", block.first ? "first" : "", block.last ? "last" : "", message.has_protected_content ? "protected" : ""];
  const column = h("div", { class: "column" }, article, inlineKeyboard(messages.find((one) => one.reply_markup) ?? message, host));
  const row = h("li", { class: `row ${sides.filter(Boolean).join(" ")}`, data: { key: block.key, ...(grouped ? {} : { messageId: message.message_id }) } }, column);
  addMenu(row, article, messages.find((one) => one.caption) ?? message, host);
  return row;
}

function service(block, host) {
  const [message] = block.messages;
  const pinned = message.pinned_message;
  const text = serviceText(message);
  const shown = pinned ? button({ class: "notice-link", on: { click: () => host.reveal(pinned.message_id) } }, text) : text;
  return h("li", { class: "notice-row", data: { key: block.key, messageId: message.message_id } }, h("span", { class: "notice-pill" }, shown));
}

export function renderBlock(block, host) {
  if (block.kind === "day") return h("li", { class: "notice-row day", data: { key: block.key } }, h("span", { class: "notice-pill" }, dayName(block.date)));
  if (block.kind === "unread") return h("li", { class: "unread-line", data: { key: "unread" } }, h("span", {}, t("Unread messages")));
  return block.kind === "service" || isService(block.messages[0]) ? service(block, host) : bubble(block, host);
}
