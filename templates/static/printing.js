/* Figures on paper: shown to their end, and in light colours whatever the screen has. */
(() => {
  const paper = matchMedia("print"), dark = matchMedia("(prefers-color-scheme: dark)");
  const { classList } = document.documentElement;

  const turns = []; // of those who are called back before the page is printed, in light colours by then, and after
  const followPrinting = turn => turns.push(turn);

  let printing = false;
  const change = now => {
    if (now === printing) return;
    printing = now;
    classList.toggle("printing", now);
    classList.toggle("turned", now && dark.matches);
    for (const turn of turns) turn(now);
  };
  addEventListener("beforeprint", () => change(true));
  addEventListener("afterprint", () => change(false));
  paper.addEventListener("change", () => change(paper.matches));

  // While a page in dark colours is printed, lays the dark backdrop, turned light, under what a canvas shows: the
  // light one would come too late for a printer.
  const turnLight = (canvas, backdrop, [width, height]) => {
    if (!classList.contains("turned")) return;
    const ctx = canvas.getContext("2d");
    ctx.globalCompositeOperation = "destination-over";
    ctx.filter = "invert(1) hue-rotate(180deg) brightness(1.13)";
    ctx.drawImage(backdrop, 0, 0, width, height);
    ctx.globalCompositeOperation = "source-over";
    ctx.filter = "none";
  };

  self.klsimPrinting = { dark, followPrinting, turnLight };
})();
