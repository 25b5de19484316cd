// Line icons of the page, drawn for it; each is a list of SVG paths on a 24 by 24 grid.
const PATHS = {
  back: ["M15 5l-7 7 7 7"],
  more: ["M12 5.5v.01", "M12 12v.01", "M12 18.5v.01"],
  send: ["M12 19V5", "M6 11l6-6 6 6"],
  attach: ["M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.5 7.5a1.5 1.5 0 0 1-2.2-2.2l6.7-6.7"],
  commands: ["M4 7h16", "M4 12h16", "M4 17h10"],
  keyboard: ["M3 7h18v11H3z", "M7 11v.01", "M12 11v.01", "M17 11v.01", "M8 15h8"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  down: ["M12 5v14", "M6 13l6 6 6-6"],
  pin: ["M9 4h6l-1 6 3 3H7l3-3z", "M12 13v7"],
  reply: ["M10 7l-6 5 6 5", "M4 12h9a6 6 0 0 1 6 6"],
  edit: ["M5 19l1-4L16 5l3 3L9 18z"],
  copy: ["M9 9h10v11H9z", "M15 9V5H5v11h4"],
  trash: ["M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13"],
  file: ["M7 3h7l4 4v14H7z", "M14 3v4h4"],
  download: ["M12 4v11", "M7 11l5 5 5-5", "M5 20h14"],
  lock: ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  place: ["M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21z", "M12 7.5a2.3 2.3 0 1 1 0 4.6 2.3 2.3 0 0 1 0-4.6"],
  person: ["M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8", "M4.5 21a7.5 7.5 0 0 1 15 0"],
  play: ["M8 5l11 7-11 7z"],
  pause: ["M8 5v14", "M16 5v14"],
  link: ["M8 16L17 7", "M9 7h8v8"],
  sun: ["M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8", "M12 2v2", "M12 20v2", "M2 12h2", "M20 12h2", "M5 5l1.4 1.4", "M17.6 17.6L19 19", "M5 19l1.4-1.4", "M17.6 6.4L19 5"],
  moon: ["M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z"],
  globe: ["M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18", "M3 12h18", "M12 3c5 5 5 13 0 18", "M12 3c-5 5-5 13 0 18"],
  block: ["M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18", "M6 6l12 12"],
  gate: ["M5 21V10a7 7 0 0 1 14 0v11", "M5 14h14", "M12 14v7"],
  next: ["M9 5l7 7-7 7"],
  image: ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4", "M15.5 9v.01"],
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  PATHS[name].forEach((data) => {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", data);
    svg.append(path);
  });
  return svg;
}
