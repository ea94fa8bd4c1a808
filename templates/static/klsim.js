"use strict";
/* Draws recorded runs over their backdrops, and lets readers switch, play and scrub them.
   It knows no mathematics of descent: every number it shows was computed when the page was built. */
(() => {
  const PACE = 30; // iterations a second at speed 1
  const SHORTEST = 5; // seconds that a run takes at least, so that a few long strides can be followed
  const stillPlease = matchMedia("(prefers-reduced-motion: reduce)");

  const { formatNumber, fraction, paintPanel, followAddresses } = self.klsimDrawing;

  // The run at a position, or the one nearest to it.
  const findRun = (view, at) => {
    const distance = run => run.at.reduce((sum, index, axis) => sum + Math.abs(index - at[axis]), 0);
    return view.runs.reduce((best, run) => distance(run) < distance(best) ? run : best);
  };

  // The position of a value on an axis, or of the one nearest to it.
  const findIndex = (axis, word) => {
    if (typeof axis.values[0] === "string") return Math.max(axis.values.indexOf(word), 0);
    const off = axis.values.map(value => Math.abs(value - word));
    return Number.isNaN(+word) ? axis.default : off.indexOf(Math.min(...off));
  };

  const paper = matchMedia("print"), prefersDark = matchMedia("(prefers-color-scheme: dark)");

  // Calls back before the page is printed, in light colours by then, and after.
  const followPrinting = turn => {
    let printing = false;
    const change = now => {
      if (now === printing) return;
      printing = now;
      const { classList } = document.documentElement;
      classList.toggle("printing", now);
      classList.toggle("turned", now && prefersDark.matches);
      turn(now);
    };
    addEventListener("beforeprint", () => change(true));
    addEventListener("afterprint", () => change(false));
    paper.addEventListener("change", () => change(paper.matches));
  };

  // Lays the dark backdrop, turned light, under what a canvas shows: the light one would come too late for a printer.
  const turnLight = (canvas, backdrop, [width, height]) => {
    const ctx = canvas.getContext("2d");
    ctx.globalCompositeOperation = "destination-over";
    ctx.filter = "invert(1) hue-rotate(180deg) brightness(1.13)";
    ctx.drawImage(backdrop, 0, 0, width, height);
    ctx.globalCompositeOperation = "source-over";
    ctx.filter = "none";
  };

  class Figure {
    constructor(element) {
      this.element = element;
      this.view = JSON.parse(element.querySelector("script.view").textContent);
      this.folder = element.id;
      this.series = new Map([[this.view.start, this.view.first]]);
      this.waiting = new Map();
      this.run = this.view.runs[this.view.start];
      this.aim = this.run.at; // the position chosen last, which may still be loading
      this.iteration = 0;
      this.speed = 1;
      this.playing = false;
      this.find = selector => element.querySelector(selector);
      this.panels = [...element.querySelectorAll(".panel")].map(panel => ({
        light: panel.querySelector("img"), dark: panel.querySelector("source"), canvas: panel.querySelector("canvas"),
      }));
      this.readouts = [...element.querySelectorAll("[data-series]")];
      this.listen();
      this.watch();
      this.reflect();
      this.show(stillPlease.matches ? this.run.end : 0);
    }

    listen() {
      const on = (selector, event, act) => this.find(selector).addEventListener(event, act);
      this.element.querySelectorAll("[data-axis]").forEach(input => input.addEventListener("input", () => this.choose(input)));
      this.element.querySelectorAll("[data-at]").forEach(button =>
        button.addEventListener("click", () => this.select(button.dataset.at.split(",").map(Number))));
      on(".play", "click", () => this.playing ? this.pause() : this.play());
      on(".restart", "click", () => { this.show(0); this.play(); });
      on(".scrub input", "input", event => { this.pause(); this.show(this.scrubbed = +event.target.value); });
      on(".speed select", "change", event => { this.speed = +event.target.value; });
    }

    // Starts once when it is first seen, unless the reader asked for stillness; never runs unseen.
    watch() {
      let fresh = !stillPlease.matches;
      new IntersectionObserver(([entry]) => {
        this.seen = entry.isIntersecting;
        if (this.seen && fresh && entry.intersectionRatio > 0.6) { fresh = false; if (!this.touched) this.play(); }
      }, { threshold: [0, 0.65] }).observe(this.find(".panels"));
      new ResizeObserver(() => this.paint()).observe(this.find(".panels"));
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
      document.fonts.ready.then(() => this.paint());
      followPrinting(printing => {
        if (printing) { this.pause(); this.unprinted = this.iteration; }
        this.show(printing ? this.run.end : this.unprinted);
      });
    }

    choose(input) {
      const at = [...this.aim];
      at[input.dataset.axis] = +input.value;
      this.select(at);
    }

    // Goes to the state that an address names; the controls that it does not name stay.
    open(state) {
      let inexact = false;
      const at = this.view.axes.map((axis, n) => {
        if (!state.has(axis.name)) return this.aim[n];
        const word = state.get(axis.name), index = findIndex(axis, word);
        inexact ||= typeof axis.values[index] === "string" ? axis.values[index] !== word : axis.values[index] !== +word;
        return index;
      });
      this.select(at, { inexact, iteration: state.has("i") ? +state.get("i") || 0 : undefined });
      this.element.scrollIntoView({ block: "nearest" });
    }

    // Shows another run: at an iteration, or from its start if something may move, else with its whole path.
    select(at, { inexact = false, iteration } = {}) {
      this.touched = true;
      const run = findRun(this.view, at);
      this.aim = run.at;
      const nearest = inexact || run.at.some((index, axis) => index !== at[axis]);
      this.pause();
      this.scrubbed = undefined;
      this.load(run, () => {
        this.run = run;
        this.note = nearest ? "There is no such run here; this is the nearest. " : "";
        this.reflect();
        const held = iteration ?? this.scrubbed; // the reader may have scrubbed while the run was loading
        this.show(held ?? (stillPlease.matches ? run.end : 0));
        if (held === undefined && !stillPlease.matches) this.play();
      });
    }

    // Sets every control, picture and link to the present run.
    reflect() {
      const { view, run, folder } = this;
      run.at.forEach((index, axis) => {
        const { labels } = view.axes[axis];
        for (const input of this.element.querySelectorAll(`[data-axis="${axis}"]`)) {
          if (input.type === "radio") input.checked = +input.value === index;
          else {
            input.value = index;
            input.setAttribute("aria-valuetext", labels[index]);
            input.parentElement.querySelector("output").textContent = labels[index];
          }
        }
      });
      for (const button of this.element.querySelectorAll("[data-at]")) {
        button.setAttribute("aria-pressed", button.dataset.at === run.at.join());
      }
      view.scenes[run.scene].forEach((panel, n) => {
        const { light, dark } = this.panels[n];
        const [lightFile, darkFile] = [`${folder}/${panel.backdrop.light}`, `${folder}/${panel.backdrop.dark}`];
        if (light.getAttribute("src") !== lightFile) { dark.srcset = darkFile; light.src = lightFile; }
      });
      this.find(".gif").href = `${folder}/${run.gif}`;
      this.find(".data").href = `${folder}/${run.data}`;
      this.find(".panels").setAttribute("aria-label", `${run.title}: ${run.outcome}`);
    }

    // Calls back once the numbers of a run are here, at once if they are.
    load(run, then) {
      const { view } = this, n = view.runs.indexOf(run);
      this.wanted = n;
      const ready = () => { if (this.wanted === n) then(); };
      if (this.series.has(n)) return ready();
      this.waiting.set(n, ready);
      if (document.querySelector(`script[data-chunk="${this.folder}-${run.chunk}"]`)) return;
      const script = document.createElement("script");
      script.dataset.chunk = `${this.folder}-${run.chunk}`;
      script.src = `${this.folder}/${view.chunks[run.chunk]}`;
      script.onerror = () => { script.remove(); this.find(".outcome").textContent = "This run could not be loaded."; };
      document.head.append(script);
    }

    receive(runs) {
      for (const [n, series] of Object.entries(runs)) this.series.set(+n, series);
      for (const [n, ready] of this.waiting) if (this.series.has(n)) { this.waiting.delete(n); ready(); }
    }

    get numbers() { return this.series.get(this.view.runs.indexOf(this.run)); }
    get last() { return this.numbers[0].length - 1; }

    play() {
      if (this.iteration >= this.run.end) this.show(0);
      this.playing = true;
      this.reflectPlaying();
      const pace = Math.min(PACE, this.run.end / SHORTEST);
      let before = performance.now(), reached = this.iteration;
      const step = now => {
        if (!this.playing) return;
        if (this.seen !== false && !document.hidden) reached += (now - before) / 1000 * pace * this.speed;
        before = now;
        const i = Math.min(Math.floor(reached), this.run.end);
        if (i !== this.iteration) this.show(i);
        if (i >= this.run.end) this.pause();
        else this.request = requestAnimationFrame(step);
      };
      cancelAnimationFrame(this.request);
      this.request = requestAnimationFrame(step);
    }

    pause() {
      this.playing = false;
      this.reflectPlaying();
    }

    reflectPlaying() {
      this.element.classList.toggle("playing", this.playing);
      this.find(".play").setAttribute("aria-label", this.playing ? "Pause" : "Play");
    }

    // Shows one iteration of the present run.
    show(iteration) {
      this.iteration = Math.min(iteration, this.last);
      const { iteration: i, last, numbers, view, run } = this;
      const scrub = this.find(".scrub input");
      scrub.max = last;
      scrub.value = i;
      scrub.setAttribute("aria-valuetext", `iteration ${i} of ${last}`);
      for (const cell of this.readouts) {
        const { series, decimals } = cell.dataset;
        cell.textContent = formatNumber(series === "iteration" ? i : numbers[view.series.indexOf(series)][i], +decimals);
      }
      const outcome = (this.note || "") + (i >= run.end ? run.outcome : this.isOutside() ? "Outside the picture." : "");
      if (this.find(".outcome").textContent !== outcome) this.find(".outcome").textContent = outcome;
      this.paint();
    }

    // Whether a point is beyond the edge of its panel now.
    isOutside() {
      const { view, run, numbers, iteration } = this;
      const within = (scale, name) => {
        const where = fraction(scale, numbers[view.series.indexOf(name)][iteration]);
        return where >= 0 && where <= 1;
      };
      return view.scenes[run.scene].some(panel => panel.moving.some(mark =>
        mark.mark === "point" && !mark.held && !(within(panel.x, mark.x) && within(panel.y, mark.y))));
    }

    paint() {
      const { view, run, numbers, iteration: i } = this;
      const series = { iteration: n => n };
      view.series.forEach((name, k) => { series[name] = n => numbers[k][n]; });
      const value = name => series[name](i);
      view.scenes[run.scene].forEach((panel, n) => {
        paintPanel(this.panels[n].canvas, panel, panel.moving, { value, series, view, iteration: i });
        if (document.documentElement.classList.contains("turned")) turnLight(this.panels[n].canvas, this.panels[n].light, panel.size);
      });
    }
  }

  const figures = new Map();
  for (const element of document.querySelectorAll("figure.simulation")) figures.set(element.id, new Figure(element));
  const hand = ([id, runs]) => figures.get(id).receive(runs);
  (self.klsim || []).forEach(hand);
  self.klsim = { push: hand };

  followAddresses((id, state) => figures.get(id)?.open(state));
})();
