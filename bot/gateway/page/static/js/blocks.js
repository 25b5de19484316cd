// Groups the messages of a chat into what stands in its list: days, the unread line, notices, albums, bubbles.
import { dayKey, isService } from "./format.js";

const RUN_SECONDS = 300;

function grouped(messages) {
  const groups = [];
  messages.forEach((message) => {
    const last = groups.at(-1);
    const sameAlbum = message.media_group_id && last?.[0].media_group_id === message.media_group_id;
    if (sameAlbum) last.push(message);
    else groups.push([message]);
  });
  return groups;
}

function sameRun(one, two) {
  if (!one || !two || isService(one) || isService(two)) return false;
  const author = (message) => (message.out ? "me" : message.sender_chat?.id ?? message.from?.id);
  return author(one) === author(two) && Math.abs(two.date - one.date) < RUN_SECONDS && dayKey(one.date) === dayKey(two.date);
}

function bubble(group, before, after, chat) {
  const [message] = group;
  const first = !sameRun(before?.[0], message);
  const last = !sameRun(message, after?.[0]);
  const author = chat.type !== "private" && !message.out && first;
  return { key: `m${message.message_id}`, kind: "bubble", messages: group, flags: `${first}/${last}/${author}`, first, last, author };
}

export function blocksOf(chat, unreadAfter) {
  const groups = grouped(chat.messages);
  const blocks = [];
  let day = null;
  let divided = unreadAfter === null;
  groups.forEach((group, index) => {
    const [message] = group;
    const today = dayKey(message.date);
    if (today !== day) blocks.push({ key: `d${today}`, kind: "day", messages: [], flags: "", date: message.date });
    day = today;
    if (!divided && !message.out && message.message_id > unreadAfter) {
      divided = true;
      blocks.push({ key: "unread", kind: "unread", messages: [], flags: "" });
    }
    if (isService(message)) blocks.push({ key: `m${message.message_id}`, kind: "service", messages: group, flags: "" });
    else blocks.push(bubble(group, groups[index - 1], groups[index + 1], chat));
  });
  return blocks;
}
