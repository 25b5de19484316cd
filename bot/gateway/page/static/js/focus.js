// A card that is edited in place must not throw the keyboard's user back to the top of the page.

export function markFocus(list) {
  const active = document.activeElement;
  const row = active?.closest?.("[data-key]");
  if (!row || !list.contains(active)) return null;
  return {
    key: row.dataset.key,
    message: active.closest("[data-message-id]")?.dataset.messageId,
    callback: active.dataset.callback,
    place: active.dataset.button,
    index: [...row.querySelectorAll("a, button, [tabindex]")].indexOf(active),
  };
}

function sameButton(row, mark) {
  const scope = row.querySelector(`[data-message-id="${mark.message}"]`) ?? row;
  const buttons = [...scope.querySelectorAll("button[data-button]")];
  if (!mark.place) return null;
  const [line] = mark.place.split(":");
  return (
    buttons.find((node) => mark.callback && node.dataset.callback === mark.callback) ??
    buttons.find((node) => node.dataset.button === mark.place) ??
    buttons.find((node) => node.dataset.button.startsWith(`${line}:`)) ??
    buttons.at(-1)
  );
}

export function restoreFocus(list, mark, fallback) {
  if (!mark || (document.activeElement && document.activeElement !== document.body)) return;
  const row = list.querySelector(`[data-key="${CSS.escape(mark.key)}"]`);
  if (!row) {
    fallback.focus({ preventScroll: true });
    return;
  }
  const again = mark.place ? null : row.querySelectorAll("a, button, [tabindex]")[mark.index];
  (sameButton(row, mark) ?? again ?? fallback).focus({ preventScroll: true });
}
