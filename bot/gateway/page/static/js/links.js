// Links ask before they leave the page; a link to a bot on this page opens its chat instead.
import { t } from "./preferences.js";

const SAFE = /^(https?:|mailto:|tel:|tg:)/i;

/** An address without a scheme is meant as https; one with a scheme of its own making leads nowhere. */
export function safeAddress(address) {
  if (SAFE.test(address)) return address;
  return /^[a-z][\w+.-]*:(?!\d)/i.test(address) ? null : `https://${address}`;
}

function botLink(address) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol === "tg:" && (url.hostname === "resolve" || url.pathname.includes("resolve"))) {
    return { username: url.searchParams.get("domain"), start: url.searchParams.get("start") };
  }
  if (!["t.me", "telegram.me"].includes(url.hostname)) return null;
  return { username: url.pathname.split("/")[1], start: url.searchParams.get("start") };
}

async function chatOf(bot, phone) {
  if (!bot?.username) return null;
  let chat = null;
  await phone.attempt(async () => {
    chat = await phone.session.chatWith(bot.username);
  });
  return chat;
}

export async function openLink(given, phone) {
  const address = safeAddress(given);
  if (!address) {
    phone.toast(t("This button does not work on this page."));
    return;
  }
  const bot = botLink(address);
  const chat = await chatOf(bot, phone);
  if (chat) {
    phone.openChat(chat.id);
    if (bot.start) await phone.sendText(`/start ${bot.start}`);
    return;
  }
  const agreed = await phone.overlay.ask({ title: t("Open this link?"), text: address, yes: t("Open") });
  if (agreed) window.open(address, "_blank", "noopener,noreferrer");
}
