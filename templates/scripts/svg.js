/* Marks on paper: an SVG picture as a surface for them, which a printer scales with the background it lies on. */

import { paintMarks } from "./marks.js";

const NAMESPACE = "http://www.w3.org/2000/svg";

const makeElement = (name, attributes) => {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

// What Path2D is to a canvas, as the text that SVG takes.
class SvgPath {
  constructor(from) {
    this.text = from?.text ?? "";
  }

  add(command, ...numbers) {
    this.text += command + numbers.map(number => +number.toFixed(2)).join(" ");
  }

  moveTo(x, y) {
    this.add("M", x, y);
  }

  lineTo(x, y) {
    this.add(this.text ? "L" : "M", x, y);
  }

  quadraticCurveTo(...numbers) {
    this.add("Q", ...numbers);
  }

  // A whole circle, from its right and back, as two halves; other arcs are not drawn here.
  arc(x, y, radius) {
    for (const across of [-2, 2]) this.add("a", radius, radius, 0, 1, 1, across * radius, 0);
  }

  closePath() {
    this.text += "Z";
  }
}

// What is painted within a box goes into an element that clips to it.
const svgSurface = svg => {
  let parent = svg;
  const put = (path, attributes) => {
    parent.append(makeElement("path", { d: path.text, fill: "none", ...attributes }));
  };

  return {
    path: from => new SvgPath(from),

    within(box, paint) {
      parent = svg;
      if (box) {
        const [x, y, width, height] = box;
        parent = makeElement("svg", { x, y, width, height, viewBox: box.join(" ") });
        svg.append(parent);
      }
      paint();
    },

    image(image, [x, y, width, height]) {
      const part = makeElement("svg", { width, height, viewBox: `${x} ${y} ${width} ${height}` });
      part.append(makeElement("image", { href: image.src, width: image.naturalWidth, height: image.naturalHeight }));
      svg.append(part);
    },

    fill: (path, colour, alpha = 1) => put(path, { fill: colour, "fill-opacity": alpha }),

    stroke: (path, colour, width, alpha = 1, dashes = []) => put(path, {
      ...(dashes.length && { "stroke-dasharray": dashes.join(" ") }),
      stroke: colour,
      "stroke-width": width,
      "stroke-opacity": alpha,
      "stroke-linejoin": "round",
      "stroke-linecap": "round",
    }),
  };
};

// The moving marks of a panel as a picture of its size.
export const drawPanel = (panel, marks, frame) => {
  const svg = makeElement("svg", {
    class: "paper",
    viewBox: `0 0 ${panel.size.join(" ")}`,
    preserveAspectRatio: "none",
    "aria-hidden": true,
  });
  paintMarks(svgSurface(svg), panel, marks, frame);
  return svg;
};
