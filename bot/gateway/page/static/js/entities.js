// Text and its entities (UTF-16 offsets, as JavaScript counts) become nodes.
import { button, h } from "./dom.js";
import { safeAddress } from "./links.js";
import { t } from "./preferences.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

function ordered(entities, length) {
  return (entities ?? [])
    .filter((entity) => entity.length > 0 && entity.offset < length)
    .map((entity) => ({ ...entity, end: Math.min(length, entity.offset + entity.length) }))
    .sort((one, two) => one.offset - two.offset || two.end - one.end);
}

function link(address, children, host) {
  const target = safeAddress(address);
  if (!target) return h("span", {}, children);
  const open = (event) => {
    event.preventDefault();
    host.openLink(target);
  };
  return h("a", { href: target, rel: "noopener noreferrer", target: "_blank", on: { click: open } }, children);
}

function spoiler(children) {
  const inner = h("span", { "aria-hidden": "true" }, children);
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("Hidden text, press to show") }, inner);
  const show = (event) => {
    if (!node.hasAttribute("role") || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    ["role", "tabindex", "aria-label"].forEach((name) => node.removeAttribute(name));
    inner.removeAttribute("aria-hidden");
    node.classList.add("shown");
  };
  node.addEventListener("click", show);
  node.addEventListener("keydown", show);
  return node;
}

function quote(children, expandable) {
  const node = h("blockquote", { class: expandable ? "folded" : "" }, children);
  if (!expandable) return node;
  const unfold = button({ class: "unfold", on: { click: () => [node.classList.remove("folded"), unfold.remove()] } }, t("Show all"));
  node.append(unfold);
  return node;
}

function command(text, host) {
  const label = t("Send the command {command}", { command: text });
  return button({ class: "command", "aria-label": label, on: { click: () => host.sendText(text) } }, text);
}

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function wrap(entity, text, children, host) {
  const { type } = entity;
  if (TAGS[type]) return h(TAGS[type], {}, children);
  if (type === "pre") return h("pre", { tabindex: "0" }, h("code", { data: entity.language ? { language: entity.language } : {} }, children));
  if (type === "blockquote" || type === "expandable_blockquote") return quote(children, type.startsWith("expandable"));
  if (type === "spoiler") return spoiler(children);
  if (type === "text_link") return link(entity.url, children, host);
  if (type === "url") return link(text, children, host);
  if (type === "email") return link(`mailto:${text}`, children, host);
  if (type === "phone_number") return link(`tel:${text}`, children, host);
  if (type === "bot_command") return command(text, host);
  return h("span", { class: `entity-${type}` }, children);
}

// A nested entity lies wholly inside its parent; one that overlaps is cut at its parent's end.
function build(text, list, from, to, host) {
  const nodes = [];
  let at = from;
  while (list.length && list[0].offset < to) {
    const entity = list.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.end, to);
    if (end <= start) continue;
    if (start > at) nodes.push(text.slice(at, start));
    nodes.push(wrap(entity, text.slice(start, end), build(text, list, start, end, host), host));
    at = end;
    // A block ends its own line, so the line break that follows it is no empty line.
    if (BLOCKS.has(entity.type) && at < to && text[at] === "\n") at += 1;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

export function formatted(text, entities, host) {
  return build(text, ordered(entities, text.length), 0, text.length, host);
}
