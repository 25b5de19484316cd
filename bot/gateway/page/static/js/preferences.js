// Language and colours: the address first, then what was chosen before, then the phone's owner, then the browser.
import { LOCALES, ZH_HANS } from "./locales.js";

const listeners = new Set();
let locale = "zh_Hans";

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still works; the choice lasts until the reload.
  }
}

function localeOf(text) {
  if (!text) return null;
  const lower = text.toLowerCase();
  if (lower.startsWith("zh")) return "zh_Hans";
  return lower.startsWith("en") ? "en" : null;
}

function applyLocale() {
  document.documentElement.lang = LOCALES[locale].tag;
  document.title = locale === "en" ? "Humen" : "虎门 Humen";
}

export function chooseLocale(pageLocale) {
  const asked = localeOf(new URLSearchParams(location.search).get("lang"));
  const browser = navigator.languages.map(localeOf).find(Boolean);
  locale = asked ?? localeOf(read("humen.lang")) ?? localeOf(pageLocale) ?? browser ?? "en";
  applyLocale();
}

export const currentLocale = () => locale;
export const currentTag = () => (locale === "en" ? "en-GB" : "zh-Hans-CN");
export const isDark = () => document.documentElement.dataset.theme === "dark";

export function toggleLocale() {
  locale = locale === "en" ? "zh_Hans" : "en";
  write("humen.lang", locale);
  const address = new URL(location.href);
  if (address.searchParams.has("lang")) {
    address.searchParams.set("lang", locale);
    history.replaceState(null, "", address);
  }
  applyLocale();
  listeners.forEach((run) => run());
}

export function toggleTheme() {
  write("humen.theme", isDark() ? "light" : "dark");
  window.dispatchEvent(new Event("humen:theme"));
  listeners.forEach((run) => run());
}

export function onPreferenceChange(run) {
  listeners.add(run);
}

export function t(sentence, values = {}) {
  const text = locale === "en" ? sentence : ZH_HANS[sentence] ?? sentence;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

export function pick(words) {
  if (!words) return "";
  return typeof words === "string" ? words : words[locale] ?? words.en ?? Object.values(words)[0] ?? "";
}
