/* Marks on the screen: a canvas as a surface for them. */

import { paintMarks } from "./marks.js";

const canvasSurface = context => ({
  path: from => new Path2D(from),

  within(box, paint) {
    context.save();
    if (box) {
      context.beginPath();
      context.rect(...box);
      context.clip();
    }
    paint();
    context.restore();
  },

  // A part of an image, over all that the surface has.
  image(image, [x, y, width, height]) {
    context.globalAlpha = 1;
    context.drawImage(image, x, y, width, height, 0, 0, width, height);
  },

  fill(path, colour, alpha = 1) {
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.fill(path);
  },

  stroke(path, colour, width, alpha = 1, dashes = []) {
    context.setLineDash(dashes);
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(path);
  },
});

// Clears a canvas, and gives it as many pixels as it takes on the screen. A new size clears it too, but is slow.
const prepare = (canvas, context, width, height) => {
  context.resetTransform();
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  else context.clearRect(0, 0, width, height);
};

// Paints the moving marks of a panel; nothing where its canvas is not laid out.
export const paintPanel = (canvas, panel, marks, frame) => {
  const [panelWidth, panelHeight] = panel.size;
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  if (!width) return;
  const context = canvas.getContext("2d");
  prepare(canvas, context, width, Math.round((width * panelHeight) / panelWidth));
  context.scale(width / panelWidth, width / panelWidth);
  context.lineJoin = context.lineCap = "round";
  paintMarks(canvasSurface(context), panel, marks, frame);
};
