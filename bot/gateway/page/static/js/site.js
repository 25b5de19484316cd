// The slim head of the page, the tabs of a narrow screen, and the height that a keyboard leaves.
import { button, h } from "./dom.js";
import { icon } from "./icons.js";
import { currentLocale, isDark, t, toggleLocale, toggleTheme } from "./preferences.js";

const PHONE_PX = 308;

export function drawSite(site) {
  const focused = site.contains(document.activeElement) ? document.activeElement.dataset.toggle : null;
  const english = currentLocale() === "en";
  const language = button({ class: "site-toggle", data: { toggle: "language" }, lang: english ? "zh-Hans" : "en", "aria-label": english ? t("Switch to Chinese") : t("Switch to English"), on: { click: toggleLocale } }, icon("globe"), english ? "中文" : "English");
  const colours = isDark() ? t("Light colours") : t("Dark colours");
  const theme = button({ class: "site-toggle", data: { toggle: "theme" }, "aria-label": colours, title: colours, on: { click: toggleTheme } }, icon(isDark() ? "sun" : "moon"));
  const name = h("h1", {}, h("span", { class: "site-mark" }, icon("gate")), "Humen ", h("span", { lang: "zh-Hans" }, "虎门"));
  site.replaceChildren(name, h("p", {}, t("Learn to say no, ask for help, report safely.")), h("div", { class: "site-toggles" }, language, theme));
  if (focused) site.querySelector(`[data-toggle="${focused}"]`).focus();
}

export class Switcher {
  constructor(nav, stage) {
    this.nav = nav;
    this.stage = stage;
    this.phones = [];
    this.current = Number(sessionStorage.getItem("humen.phone") ?? 0);
    window.addEventListener("resize", () => this.arrange());
    nav.addEventListener("keydown", (event) => this.#arrow(event));
  }

  setPhones(phones) {
    this.phones = phones;
    this.current = Math.min(Math.max(0, this.current), phones.length - 1);
    phones.forEach((phone) => {
      phone.onUnread = () => this.#mark();
    });
    this.draw();
    this.arrange();
  }

  get isWide() {
    return window.innerWidth >= this.phones.length * PHONE_PX + 36;
  }

  arrange() {
    const wide = this.isWide;
    document.documentElement.dataset.layout = wide ? "wide" : "narrow";
    this.nav.hidden = wide || this.phones.length < 2;
    this.stage.style.setProperty("--phones", String(this.phones.length));
    this.phones.forEach((phone, index) => {
      const shown = wide || index === this.current;
      if (phone.node.hidden === shown) phone.show(shown);
      const tabbed = !this.nav.hidden;
      if (tabbed) phone.node.setAttribute("role", "tabpanel");
      else phone.node.removeAttribute("role");
    });
    this.#mark();
  }

  choose(index) {
    this.current = index;
    sessionStorage.setItem("humen.phone", String(index));
    this.arrange();
  }

  draw() {
    this.nav.setAttribute("role", "tablist");
    this.nav.setAttribute("aria-label", t("Phones"));
    const focused = this.nav.contains(document.activeElement);
    this.nav.replaceChildren(...this.phones.map((phone, index) =>
      button({ role: "tab", class: "tab", data: { tab: phone.config.id }, "aria-controls": phone.node.id, on: { click: () => this.choose(index) } },
        h("span", {}, phone.title), h("span", { class: "badge", hidden: true }))));
    this.#mark();
    if (focused) this.nav.children[this.current]?.focus();
  }

  #mark() {
    [...this.nav.children].forEach((tab, index) => {
      const phone = this.phones[index];
      const badge = tab.querySelector(".badge");
      badge.hidden = phone.unread === 0;
      badge.textContent = String(phone.unread);
      badge.setAttribute("aria-label", t("{count} unread", { count: phone.unread }));
      tab.setAttribute("aria-selected", String(index === this.current));
      tab.tabIndex = index === this.current ? 0 : -1;
    });
  }

  #arrow(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.choose((this.current + step + this.phones.length) % this.phones.length);
    this.nav.children[this.current].focus();
  }
}

// Browsers that lay the keyboard over the page instead of shrinking it tell only the visual viewport.
export function followKeyboard() {
  const view = window.visualViewport;
  if (!view) return;
  const fit = () => {
    const covered = Math.abs(view.scale - 1) < 0.01 && window.innerHeight - view.height > 40;
    if (covered) document.documentElement.style.setProperty("--page-height", `${view.height}px`);
    else document.documentElement.style.removeProperty("--page-height");
    if (covered) window.scrollTo(0, 0);
  };
  view.addEventListener("resize", fit);
  view.addEventListener("scroll", fit);
}
