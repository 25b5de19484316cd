// Inline keyboards under a message and reply keyboards under the composer.
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./preferences.js";

function mark(key) {
  if (key.url || key.login_url) return icon("link");
  return key.copy_text ? icon("copy") : null;
}

function inlineButton(key, place, message, host) {
  const busy = host.isBusy(message.message_id, place);
  const properties = {
    class: busy ? "key busy" : "key",
    data: { button: place, ...(key.callback_data ? { callback: key.callback_data } : {}) },
    "aria-busy": busy ? "true" : null,
    on: { click: () => host.tap(message, key, place) },
  };
  return button(properties, h("span", { class: "key-text" }, key.text), mark(key));
}

export function inlineKeyboard(message, host) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const lines = rows.map((keys, row) =>
    h("div", { class: "key-row" }, keys.map((key, column) => inlineButton(key, `${row}:${column}`, message, host))));
  return h("div", { class: "keyboard", role: "group", "aria-label": t("Buttons") }, lines);
}

export function buttonTexts(message) {
  return (message.reply_markup?.inline_keyboard ?? []).flat().map((key) => key.text);
}

export function replyKeyboard(markup, host) {
  if (!markup?.keyboard?.length) return null;
  const key = (item, place) => {
    const shown = typeof item === "string" ? { text: item } : item;
    return button({ class: "reply-key", data: { replyButton: place }, on: { click: () => host.replyKey(shown) } }, shown.text);
  };
  const lines = markup.keyboard.map((keys, row) =>
    h("div", { class: "key-row" }, keys.map((item, column) => key(item, `${row}:${column}`))));
  const style = markup.resize_keyboard ? "reply-keyboard compact" : "reply-keyboard";
  return h("div", { class: style, role: "group", "aria-label": t("Quick replies") }, lines);
}
