// Runs before the first paint, so that a dark page never flashes white.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const read = () => {
    try {
      return localStorage.getItem("humen.theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    const chosen = read();
    root.dataset.theme = chosen === "dark" || chosen === "light" ? chosen : dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", apply);
  window.addEventListener("humen:theme", apply);
  apply();
})();
