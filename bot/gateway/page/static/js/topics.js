// The topics of a forum on one line that scrolls sideways: all of them, the general one, then each.
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./preferences.js";

export const ALL = null;
export const GENERAL = 0;

const threadOf = (message) => message.message_thread_id ?? GENERAL;

/** What a chat shows of one topic; a topic that is gone shows all again. */
export function inTopic(chat, topic) {
  if (topic === ALL) return chat;
  return { ...chat, messages: chat.messages.filter((message) => threadOf(message) === topic) };
}

export function hasTopic(chat, topic) {
  return topic === ALL || (Boolean(chat.topics) && (topic === GENERAL || chat.topics.some((one) => one.id === topic)));
}

function chip(name, topic, chosen, host, mark) {
  const dot = mark === undefined ? null : h("span", { class: "topic-dot", "aria-hidden": "true", style: { background: `#${mark.toString(16).padStart(6, "0")}` } });
  return button({ class: "topic", data: { topic: topic ?? "all" }, "aria-pressed": String(topic === chosen), on: { click: () => host.chooseTopic(topic) } }, dot, h("span", {}, name));
}

export class TopicBar {
  #drawn = "";

  constructor(host) {
    this.host = host;
    this.node = h("div", { class: "topics", role: "group", "aria-label": t("Topics"), hidden: true });
  }

  render(chat, chosen) {
    const topics = chat.topics ?? [];
    this.node.hidden = !chat.topics;
    const state = JSON.stringify([topics, chosen]);
    if (state === this.#drawn) return;
    this.#drawn = state;
    const held = document.activeElement?.closest?.("[data-topic]");
    const focused = held && this.node.contains(held) ? held.dataset.topic : null;
    const ordered = [...topics].sort((one, two) => Number(one.is_closed) - Number(two.is_closed) || two.id - one.id);
    const chips = ordered.map((topic) => {
      const made = chip(topic.name, topic.id, chosen, this.host, topic.icon_color);
      if (topic.is_closed) made.append(icon("lock"), h("span", { class: "unseen" }, t("closed")));
      return made;
    });
    this.node.replaceChildren(chip(t("All"), ALL, chosen, this.host), chip(t("General"), GENERAL, chosen, this.host), ...chips);
    if (focused) this.node.querySelector(`[data-topic="${focused}"]`)?.focus({ preventScroll: true });
    if (typeof chosen === "number") this.node.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
