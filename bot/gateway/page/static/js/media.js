// Photos, albums, files, voice, places and contacts inside a bubble.
import { button, h } from "./dom.js";
import { duration, fileSize, initials, personName } from "./format.js";
import { icon } from "./icons.js";
import { t } from "./preferences.js";

const largest = (photo) => photo.reduce((best, size) => (size.width * size.height > best.width * best.height ? size : best));

export function photoOf(message) {
  return message.photo?.length ? largest(message.photo) : null;
}

function photoName(message) {
  if (message.caption) return t("Photo: {caption}", { caption: message.caption });
  return message.out ? t("Photo from you") : t("Photo from {name}", { name: personName(message.from) });
}

export function picture(message, host, inAlbum = false) {
  const size = photoOf(message);
  const image = h("img", {
    src: host.session.api.fileAddress(size.file_id), alt: photoName(message), width: size.width, height: size.height,
    decoding: "async", draggable: "false",
  });
  const open = button({
    class: "photo", data: inAlbum ? { messageId: message.message_id } : {}, on: { click: () => uncover(open) || host.viewPhoto(message) },
  }, image);
  if (message.has_media_spoiler) cover(open);
  open.style.setProperty("--ratio", String(Math.min(2.4, Math.max(0.6, size.width / size.height || 1))));
  open.style.setProperty("--natural", `${Math.max(120, size.width)}px`);
  image.addEventListener("error", () => open.classList.add("broken"));
  open.append(h("span", { class: "photo-error" }, t("This photo cannot be shown.")));
  return open;
}

function cover(photo) {
  photo.classList.add("covered");
  photo.setAttribute("aria-label", t("Hidden photo, press to show"));
}

// Returns whether the photo was covered until now: the first tap shows it, the next enlarges it.
function uncover(photo) {
  const wasCovered = photo.classList.contains("covered");
  photo.classList.remove("covered");
  if (wasCovered) photo.removeAttribute("aria-label");
  return wasCovered;
}

function documentLine(message, host) {
  const file = message.document;
  const name = file.file_name || t("File");
  const words = h("span", { class: "file-words" }, h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, fileSize(file.file_size)));
  if (message.has_protected_content) {
    return h("div", { class: "file" }, h("span", { class: "file-mark" }, icon("lock")), words);
  }
  const address = host.session.api.fileAddress(file.file_id);
  const label = `${t("Download")} ${name} ${fileSize(file.file_size)}`;
  return h("a", { class: "file", href: address, download: name, "aria-label": label }, h("span", { class: "file-mark" }, icon("file")), words);
}

function voiceLine(message, host) {
  const sound = message.voice ?? message.audio;
  const audio = h("audio", { preload: "none", src: host.session.api.fileAddress(sound.file_id) });
  const bar = h("progress", { max: "100", value: "0", "aria-hidden": "true" });
  const time = h("span", { class: "voice-time" }, duration(sound.duration));
  const play = button({ class: "voice-play", "aria-label": t("Play the voice message") }, icon("play"));
  const show = (playing) => {
    play.replaceChildren(icon(playing ? "pause" : "play"));
    play.setAttribute("aria-label", playing ? t("Pause") : t("Play the voice message"));
  };
  const fail = () => host.toast(t("Load failed. Tap to try again."));
  play.addEventListener("click", () => (audio.paused ? audio.play().catch(fail) : audio.pause()));
  audio.addEventListener("play", () => show(true));
  ["pause", "ended"].forEach((kind) => audio.addEventListener(kind, () => show(false)));
  audio.addEventListener("timeupdate", () => {
    bar.value = audio.duration ? (audio.currentTime / audio.duration) * 100 : 0;
    time.textContent = duration(audio.currentTime || sound.duration);
  });
  return h("div", { class: "voice", role: "group", "aria-label": t("Voice message") }, play, bar, time, audio);
}

function placeCard(message) {
  const place = message.venue?.location ?? message.location;
  const text = `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;
  const words = [message.venue?.title, text].filter(Boolean).join(" · ");
  return h("div", { class: "place" }, h("div", { class: "place-map", "aria-hidden": "true" }, icon("place")), h("div", { class: "place-words" }, h("strong", {}, t("Location")), h("span", {}, words)));
}

function contactCard(message) {
  const { contact } = message;
  const name = personName(contact);
  return h("div", { class: "contact" },
    h("span", { class: "avatar small", "aria-hidden": "true" }, initials(name)),
    h("span", { class: "file-words" }, h("span", { class: "file-name" }, name), h("span", { class: "file-size" }, contact.phone_number)));
}

function video(message, host) {
  const clip = message.video ?? message.animation ?? message.video_note;
  const options = message.has_protected_content ? { controlslist: "nodownload" } : {};
  return h("video", {
    class: "video", controls: true, preload: "metadata", width: clip.width ?? clip.length, height: clip.height ?? clip.length,
    src: host.session.api.fileAddress(clip.file_id), "aria-label": t("Video"), ...options,
  });
}

export function media(message, host) {
  if (message.photo?.length) return picture(message, host);
  if (message.document) return documentLine(message, host);
  if (message.voice || message.audio) return voiceLine(message, host);
  if (message.location || message.venue) return placeCard(message);
  if (message.contact) return contactCard(message);
  if (message.video || message.animation || message.video_note) return video(message, host);
  if (message.text !== undefined) return null;
  if (message.sticker?.emoji) return h("div", { class: "sticker", role: "img", "aria-label": t("Sticker") }, message.sticker.emoji);
  return h("p", { class: "unknown" }, t("This kind of message is not shown here."));
}

export function album(messages, host) {
  if (messages.every((message) => message.photo?.length)) {
    const label = t("Album of {count}", { count: messages.length });
    return h("div", { class: "album", role: "group", "aria-label": label, data: { count: Math.min(messages.length, 10) } }, messages.map((message) => picture(message, host, true)));
  }
  return messages.map((message) => h("div", { data: { messageId: message.message_id } }, media(message, host)));
}
