/** Line icons on a 20 × 20 grid, drawn for this page. */

const PATHS = {
  alert: "M10 3.2 17.6 16.4H2.4zM10 8v4M10 14.2v.2",
  back: "M12.5 4.5 7 10l5.5 5.5",
  bolt: "M11.2 2.5 4.5 11.4h4.6l-.6 6.1 6.8-9H10.6z",
  check: "m4.5 10.5 3.7 3.7 7.3-8",
  chevron: "m5.5 8 4.5 4.5L14.5 8",
  clock: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M10 6v4.3l2.8 1.7",
  close: "m5 5 10 10M15 5 5 15",
  down: "M10 4v11.5M5 11l5 5 5-5",
  eye: "M1.8 10S4.8 4.8 10 4.8 18.2 10 18.2 10 15.2 15.2 10 15.2 1.8 10 1.8 10M10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6",
  file: "M5 2.8h6.2L15 6.6v10.6H5zM11 3v4h4",
  hash: "M7.6 3 6 17M14 3l-1.6 14M3.6 7.4h13.2M3.2 12.6h13.2",
  help: "M7.4 7.6c0-1.6 1.1-2.6 2.7-2.6 1.5 0 2.6 1 2.6 2.3 0 2.2-2.7 2.2-2.7 4.4M10 14.8v.2",
  home: "m3 9.2 7-6 7 6M5 8v8.8h10V8M8.4 16.6v-4.8h3.2v4.8",
  lock: "M5 9h10v7.6H5zM7 9V6.4a3 3 0 0 1 6 0V9",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  moon: "M16.6 11.6A7 7 0 0 1 8.4 3.4a7 7 0 1 0 8.2 8.2",
  more: "M4.6 10h.02M10 10h.02M15.4 10h.02",
  plus: "M10 4v12M4 10h12",
  reply: "M3 4.2h14v9.6H9.4L5.8 17v-3.2H3zM6.5 7.8h7M6.5 10.4h4.5",
  send: "M3.2 16.8 17.4 10 3.2 3.2l1.6 5.6L11 10l-6.2 1.2z",
  smile:
    "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4M7 11.8c1.4 2.2 4.6 2.2 6 0M7.5 7.8v.3M12.5 7.8v.3",
  sun: "M10 6.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2M10 1.8v1.7M10 16.5v1.7M1.8 10h1.7M16.5 10h1.7M4.2 4.2l1.2 1.2M14.6 14.6l1.2 1.2M4.2 15.8l1.2-1.2M14.6 5.4l1.2-1.2",
};

const SVG = "http://www.w3.org/2000/svg";

/** @param {keyof typeof PATHS} name @returns {SVGElement} decorative: name the control itself */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
