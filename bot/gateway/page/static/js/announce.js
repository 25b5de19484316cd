// The page's one polite live region.

const KEPT_MS = 12_000;
const LONGEST = 320;

export function announce(text) {
  const line = document.createElement("p");
  const letters = Array.from(text.replace(/\s+/g, " "));
  line.textContent = letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : letters.join("");
  document.getElementById("live").append(line);
  setTimeout(() => line.remove(), KEPT_MS);
}
