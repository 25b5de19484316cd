// Starts the page: which phones there are, one session per user, one announcement per message.
import { announce } from "./announce.js";
import { listPhones } from "./api.js";
import { h } from "./dom.js";
import { preview, senderName } from "./format.js";
import { buttonTexts } from "./keyboards.js";
import { Line } from "./line.js";
import { Phone } from "./phone.js";
import { chooseLocale, onPreferenceChange, pick, t } from "./preferences.js";
import { Session } from "./session.js";
import { drawSite, followKeyboard, Switcher } from "./site.js";

const ASK_AGAIN_MS = 2000;
const MANY = 3;
const site = document.getElementById("site");
const stage = document.getElementById("stage");
const switcher = new Switcher(document.getElementById("tabs"), stage);
let phones = [];

function describe(message) {
  const buttons = buttonTexts(message);
  const tail = buttons.length ? ` ${t("Buttons: {list}", { list: buttons.join(t(", ")) })}` : "";
  return preview(message, 240) + tail;
}

function announceArrivals(config, arrivals) {
  const phone = pick(config.title);
  const news = arrivals.filter(({ message }) => !message.out);
  if (news.length > MANY) {
    announce(t("{count} new messages on the phone “{phone}”", { count: news.length, phone }));
    return;
  }
  news.forEach(({ message }) => announce(t("New message on the phone “{phone}”, {name}: {text}", { phone, name: senderName(message), text: describe(message) })));
}

function announceRevision(config, message) {
  if (message.out) return;
  const values = { phone: pick(config.title), name: senderName(message), text: describe(message) };
  announce(t("Message changed on the phone “{phone}”, {name}: {text}", values));
}

function openSession(config) {
  const session = new Session(config.user);
  session.on("arrivals", ({ arrivals }) => announceArrivals(config, arrivals));
  session.on("revision", ({ message }) => announceRevision(config, message));
  return session;
}

// A gateway that started anew has another world, whose people have other numbers.
async function reloadIfReplaced(configs) {
  const now = await listPhones().catch(() => null);
  if (now?.phones.length && JSON.stringify(now.phones) !== JSON.stringify(configs)) location.reload();
}

function buildPhones(configs) {
  const sessions = new Map();
  configs.forEach((config) => sessions.has(config.user) || sessions.set(config.user, openSession(config)));
  phones = configs.map((config, index) => new Phone(config, sessions.get(config.user), index));
  stage.replaceChildren(...phones.map((phone) => phone.node));
  switcher.setPhones(phones);
  new Line([...sessions.values()], () => reloadIfReplaced(configs)).connect();
}

async function start() {
  let answer = { phones: [] };
  try {
    answer = await listPhones();
  } catch {
    // The server is not there yet; the page asks again below.
  }
  chooseLocale(answer.page_locale);
  drawSite(site);
  if (answer.phones.length) {
    buildPhones(answer.phones);
    return;
  }
  stage.replaceChildren(h("p", { class: "notice" }, t("No phones are set up yet. They appear here by themselves.")));
  setTimeout(start, ASK_AGAIN_MS);
}

onPreferenceChange(() => {
  drawSite(site);
  phones.forEach((phone) => phone.relabel());
  switcher.draw();
});
followKeyboard();
start();
