/* Figures on paper: shown to their end, as shapes that a printer scales with their backdrops (canvases may keep the
   size that they had on the screen), and in light colours whatever the screen has. */
(() => {
  const { paintMarks } = self.klsimDrawing;
  const paper = matchMedia("print"), dark = matchMedia("(prefers-color-scheme: dark)");
  const { classList } = document.documentElement;

  const turns = []; // of those who are called back before the page is printed, in light colours by then, and after
  const followPrinting = turn => turns.push(turn);

  let printing = false;
  const change = now => {
    if (now === printing) return;
    printing = now;
    classList.toggle("printing", now);
    classList.toggle("turned", now && dark.matches); // backdrops are still dark, the light ones would come too late
    for (const turn of turns) turn(now);
  };
  addEventListener("beforeprint", () => change(true));
  addEventListener("afterprint", () => change(false));
  paper.addEventListener("change", () => change(paper.matches));

  // What Path2D is to a canvas, as the text that SVG takes.
  class Outline {
    constructor(from) { this.text = from?.text ?? ""; }
    add(command, ...numbers) { this.text += command + numbers.map(number => +number.toFixed(2)).join(" "); }
    moveTo(x, y) { this.add("M", x, y); }
    lineTo(x, y) { this.add(this.text ? "L" : "M", x, y); }
    quadraticCurveTo(...numbers) { this.add("Q", ...numbers); }
    arc(x, y, radius) { for (const way of [-2, 2]) this.add("a", radius, radius, 0, 1, 1, way * radius, 0); } // whole circles only
    closePath() { this.text += "Z"; }
  }

  const makeElement = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // An SVG element as a surface for marks. What is painted within a box goes into an element that clips to it.
  const paperSurface = svg => {
    let place = svg;
    const put = (path, attributes) => place.append(makeElement("path", { d: path.text, fill: "none", ...attributes }));
    return {
      path: from => new Outline(from),
      within(box, paint) {
        const [x, y, width, height] = box ?? [];
        place = box ? makeElement("svg", { x, y, width, height, viewBox: box.join(" ") }) : svg;
        if (box) svg.append(place);
        paint();
      },
      fill: (path, colour, alpha = 1) => put(path, { fill: colour, "fill-opacity": alpha }),
      stroke: (path, colour, width, alpha = 1) => put(path, {
        stroke: colour, "stroke-width": width, "stroke-opacity": alpha, "stroke-linejoin": "round", "stroke-linecap": "round",
      }),
    };
  };

  // Marks as an SVG picture of the size of their panel.
  const printMarks = (panel, marks, given) => {
    const svg = makeElement("svg", { class: "paper", viewBox: `0 0 ${panel.size.join(" ")}`, preserveAspectRatio: "none", "aria-hidden": true });
    paintMarks(paperSurface(svg), panel, marks, given);
    return svg;
  };

  self.klsimPrinting = { dark, followPrinting, printMarks };
})();
