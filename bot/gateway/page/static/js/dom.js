// Builds elements without ever parsing text as HTML.

function setProperty(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name === "class") node.className = value;
  else if (name === "on") Object.entries(value).forEach(([kind, run]) => node.addEventListener(kind, run));
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "style") Object.entries(value).forEach(([key, text]) => node.style.setProperty(key, text));
  else if (value === true) node.setAttribute(name, "");
  else node.setAttribute(name, String(value));
}

export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  Object.entries(properties).forEach(([name, value]) => setProperty(node, name, value));
  node.append(...children.flat(2).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function button(properties, ...children) {
  return h("button", { type: "button", ...properties }, ...children);
}

export function isInside(node) {
  return node.contains(document.activeElement);
}

/** Enter sends, but not the one that takes over a candidate: Safari has ended the composition by then and tells only 229. */
export function isSendingKey(event) {
  return event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}

export function isFocusLost() {
  return !document.activeElement || document.activeElement === document.body;
}

export function prefersCalm() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
