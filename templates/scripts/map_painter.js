/* How a map of outcomes is painted over its picture: a part of it, larger, with axes of its own, and marks. */

import { inWords } from "./numbers.js";
import { fraction } from "./scales.js";

const FONT = "12px";
const TICKS = 5;
const DECADE = 8; // a log scale of less than nearly a power of ten has evenly spaced ticks

// Round numbers between the ends of a scale.
const ticksOf = ({ kind, low, high }) => {
  if (kind === "log" && high / low > DECADE) {
    const powers = Array.from({ length: 24 }, (_, n) => 10 ** (n - 12));
    return powers.flatMap(power => [1, 2, 5].map(digit => digit * power)).filter(tick => tick >= low && tick <= high);
  }
  const power = 10 ** Math.floor(Math.log10((high - low) / TICKS));
  const step = [1, 2, 5, 10].map(digit => digit * power).find(size => (high - low) / size <= TICKS + 1);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, n) => (first + n) * step);
};

// Paints what is seen of a map, a part of its picture, over the whole.
const paintPart = (context, style, image, [width, height], window) => {
  const box = window.boxIn(width);
  const [left, top, across, up] = box;
  const [start, foot, size] = window.part;
  const [x, y] = [0, 1].map(side => window.scaleOf(side));
  const factor = image.naturalWidth / width;
  const source = [left + start * across, top + (1 - foot - size) * up, size * across, size * up];
  context.fillStyle = style.getPropertyValue("--paper");
  context.fillRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, ...source.map(length => length * factor), ...box);
  context.fillStyle = style.getPropertyValue("--muted");
  context.font = `${FONT} ${style.fontFamily}`;
  context.textAlign = "center";
  for (const tick of ticksOf(x)) context.fillText(inWords(tick), left + across * fraction(x, tick), top + up + 17);
  context.fillText(x.label, left + across / 2, top + up + 34);
  context.textAlign = "right";
  for (const tick of ticksOf(y)) context.fillText(inWords(tick), left - 7, top + up * (1 - fraction(y, tick)) + 4);
};

// Strokes a path twice, so that it is seen on any ground.
const strokeTwice = (context, style, path, breadth) => {
  for (const [role, width] of [["--paper", breadth + 2.5], ["--ink", breadth]]) {
    context.strokeStyle = style.getPropertyValue(role);
    context.lineWidth = width;
    context.stroke(path);
  }
};

const paintRing = (context, style, [x, y]) => {
  const path = new Path2D();
  path.arc(x, y, 7, 0, 2 * Math.PI);
  strokeTwice(context, style, path, 2.5);
};

const paintCross = (context, style, [x, y]) => {
  const path = new Path2D();
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    path.moveTo(x + 4 * dx, y + 4 * dy);
    path.lineTo(x + 12 * dx, y + 12 * dy);
  }
  strokeTwice(context, style, path, 1.5);
};

// Paints over the picture in an element what is seen of it, if it is a part, and two pixels: the present run, and the
// one that is pointed at, if any is.
export const paintMap = (element, window, present, pointed) => {
  const { width, height } = element.getBoundingClientRect();
  if (!width) return; // behind another tab
  const canvas = element.querySelector("canvas");
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  const context = canvas.getContext("2d");
  context.scale(devicePixelRatio, devicePixelRatio);
  const style = getComputedStyle(element);
  if (!window.isWhole) paintPart(context, style, element.querySelector("img"), [width, height], window);
  const [ring, cross] = [present, pointed].map(pixel => pixel && window.placeOf(pixel, width));
  if (ring) paintRing(context, style, ring);
  if (cross) paintCross(context, style, cross);
};
