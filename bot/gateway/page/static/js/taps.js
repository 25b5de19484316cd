// Pressing inline buttons: the pressed one spins until its answer, an edit, or too long a wait.
import { t } from "./preferences.js";

const PATIENCE_MS = 15_000;

export class Taps {
  #waiting = new Map();

  constructor(phone) {
    this.phone = phone;
  }

  isBusy(messageId, place) {
    return this.#waiting.get(messageId)?.place === place;
  }

  async press(message, key, place) {
    const { phone } = this;
    if (key.url) phone.openLink(key.url);
    else if (key.copy_text) await this.#copy(key.copy_text.text);
    else if (key.callback_data === undefined) phone.toast(t("This button does not work on this page."));
    else if (!this.isBusy(message.message_id, place)) await this.#call(message, key, place);
  }

  async #copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.phone.toast(t("Copied"));
    } catch {
      this.phone.overlay.tell(t("Copying failed. The text is: {text}", { text }));
    }
  }

  async #call(message, key, place) {
    const { phone } = this;
    const id = message.message_id;
    this.settle([id]);
    const timer = setTimeout(() => {
      this.settle([id]);
      phone.toast(t("Still no answer. Try again."));
    }, PATIENCE_MS);
    this.#waiting.set(id, { place, timer });
    this.#paint(id, place, true);
    try {
      await phone.session.api.post("tap", { chat: phone.chatId, message_id: id, data: key.callback_data });
    } catch (error) {
      this.settle([id]);
      phone.toast(t("That did not work. {reason}", { reason: error.message }));
    }
  }

  #paint(id, place, busy) {
    const key = this.phone.node.querySelector(`[data-message-id="${id}"] button[data-button="${place}"]`);
    key?.classList.toggle("busy", busy);
    if (busy) key?.setAttribute("aria-busy", "true");
    else key?.removeAttribute("aria-busy");
  }

  settle(ids) {
    ids.forEach((id) => {
      const known = this.#waiting.get(id);
      if (!known) return;
      clearTimeout(known.timer);
      this.#waiting.delete(id);
      this.#paint(id, known.place, false);
    });
  }

  answered(answer) {
    this.settle([answer.message_id]);
    if (answer.url) this.phone.openLink(answer.url);
    if (!answer.text) return;
    if (answer.show_alert) this.phone.overlay.tell(answer.text);
    else this.phone.toast(answer.text);
  }

}
