"use strict";
/* Draws recorded runs over their backdrops, and lets readers switch, play and scrub them.
   It knows no mathematics of descent: every number it shows was computed when the page was built. */
(() => {
  const PACE = 30; // iterations a second at speed 1
  const stillPlease = matchMedia("(prefers-reduced-motion: reduce)");

  // Numbers in words: the same rule as klsim/scene/numbers.py.
  const formatNumber = (value, decimals) => {
    if (value === null) return "∞";
    const size = Math.abs(value);
    const text = size < 10 ** (8 - decimals) ? size.toFixed(decimals) : size.toExponential(2).replace("+", "");
    return value < 0 && /[1-9]/.test(text.split("e")[0]) ? "−" + text : text;
  };

  // Where a value lies between the ends of a scale, 0 to 1 inside.
  const fraction = (scale, value) => scale.kind === "log"
    ? Math.log(value / scale.low) / Math.log(scale.high / scale.low)
    : (value - scale.low) / (scale.high - scale.low);

  const toPx = (panel, x, y) => {
    const [left, top, width, height] = panel.box;
    return [left + width * fraction(panel.x, x), top + height * (1 - fraction(panel.y, y))];
  };

  const densityAt = (x, means, variances) => {
    let sum = 0;
    for (let k = 0; k < means.length; k++) {
      const away = x - means[k];
      sum += Math.exp(-away * away / (2 * variances[k])) / Math.sqrt(2 * Math.PI * variances[k]);
    }
    return sum / means.length;
  };

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

  // Keeps a place within a finite distance of the plot box, so that a canvas can take it.
  const withinReach = (panel, far, [x, y]) => {
    const [left, top, width, height] = panel.box;
    const keep = (value, low, high, lost) => Number.isNaN(value) ? lost : Math.min(Math.max(value, low), high);
    return [keep(x, left - far, left + width + far, left - far), keep(y, top - far, top + height + far, top + height + far)];
  };

  // Where a density is evaluated: evenly, and closer around each of its bells.
  const samplePlaces = (panel, means, variances, { samples, strokes }) => {
    const { low, high } = panel.x, places = [];
    for (let n = 0; n < samples; n++) places.push(low + (high - low) * n / (samples - 1));
    means.forEach((mean, k) => {
      for (let n = 0; n < strokes.bell_samples; n++) {
        const away = strokes.bell_reach * (2 * n / (strokes.bell_samples - 1) - 1);
        places.push(Math.min(Math.max(mean + away * Math.sqrt(variances[k]), low), high));
      }
    });
    return places.sort((one, other) => one - other);
  };

  // One for each kind of moving mark, as in klsim/painting/moving.py.
  const painters = {
    density(ctx, { panel, mark, value, view, colour }) {
      const means = mark.means.map(value), variances = mark.variances.map(value);
      const bottom = panel.box[1] + panel.box[3];
      const line = samplePlaces(panel, means, variances, view).map(x =>
        withinReach(panel, view.strokes.far_px, toPx(panel, x, densityAt(x, means, variances))));
      const curve = new Path2D();
      for (const place of line) curve.lineTo(...place);
      const tint = new Path2D(curve);
      tint.lineTo(line.at(-1)[0], bottom);
      tint.lineTo(line[0][0], bottom);
      ctx.strokeStyle = ctx.fillStyle = colour(mark.role);
      ctx.globalAlpha = view.strokes.fill_alpha;
      ctx.fill(tint);
      ctx.globalAlpha = 1;
      ctx.lineWidth = view.strokes.curve_px;
      ctx.stroke(curve);
    },
    trail(ctx, { panel, mark, series, view, colour, iteration }) {
      const line = new Path2D(), steps = new Path2D(), radius = view.strokes.step_radius_px;
      for (let n = 0; n <= iteration; n++) {
        const [x, y] = withinReach(panel, view.strokes.far_px, toPx(panel, series[mark.x](n), series[mark.y](n)));
        line.lineTo(x, y);
        steps.moveTo(x + radius, y);
        steps.arc(x, y, radius, 0, 2 * Math.PI);
      }
      ctx.strokeStyle = ctx.fillStyle = colour(mark.role);
      ctx.lineWidth = view.strokes.trail_px;
      ctx.globalAlpha = view.strokes.trail_alpha;
      ctx.stroke(line);
      ctx.globalAlpha = 1;
      ctx.fill(steps);
    },
    point(ctx, { panel, mark, value, view, colour }) {
      const [px, py] = withinReach(panel, view.strokes.far_px, toPx(panel, value(mark.x), value(mark.y)));
      const [left, top, width, height] = panel.box;
      const x = Math.min(Math.max(px, left), left + width), y = Math.min(Math.max(py, top), top + height);
      const outline = new Path2D();
      if (x === px && y === py) {
        outline.arc(x, y, view.strokes.point_radius_px, 0, 2 * Math.PI);
      } else {
        const size = view.strokes.arrow_px / Math.hypot(px - x, py - y);
        const ahead = [size * (px - x), size * (py - y)];
        outline.moveTo(x, y);
        outline.lineTo(x - ahead[0] - ahead[1] / 2, y - ahead[1] + ahead[0] / 2);
        outline.lineTo(x - ahead[0] + ahead[1] / 2, y - ahead[1] - ahead[0] / 2);
      }
      outline.closePath();
      ctx.fillStyle = colour(mark.role);
      ctx.fill(outline);
      ctx.lineWidth = view.strokes.point_edge_px;
      ctx.strokeStyle = colour("paper");
      ctx.stroke(outline);
    },
  };

  class Figure {
    constructor(element) {
      this.element = element;
      this.view = JSON.parse(element.querySelector("script.view").textContent);
      this.folder = element.id;
      this.series = new Map([[this.view.start, this.view.first]]);
      this.waiting = new Map();
      this.run = this.view.runs[this.view.start];
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
      on(".scrub input", "input", event => { this.pause(); this.show(+event.target.value); });
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
    }

    choose(input) {
      const at = [...this.run.at];
      at[input.dataset.axis] = +input.value;
      this.select(at);
    }

    // Goes to the state that an address names; the controls that it does not name stay.
    open(state) {
      let inexact = false;
      const at = this.view.axes.map((axis, n) => {
        if (!state.has(axis.name)) return this.run.at[n];
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
      const nearest = inexact || run.at.some((index, axis) => index !== at[axis]);
      this.pause();
      this.load(run, () => {
        this.run = run;
        this.note = nearest ? "There is no such run here; this is the nearest. " : "";
        this.reflect();
        this.show(iteration ?? (stillPlease.matches ? run.end : 0));
        if (iteration === undefined && !stillPlease.matches) this.play();
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
      let before = performance.now(), reached = this.iteration;
      const step = now => {
        if (!this.playing) return;
        if (this.seen !== false && !document.hidden) reached += (now - before) / 1000 * PACE * this.speed;
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
        mark.mark === "point" && !(within(panel.x, mark.x) && within(panel.y, mark.y))));
    }

    paint() {
      const { view, run, numbers, iteration: i } = this;
      const style = getComputedStyle(this.element);
      const colour = role => style.getPropertyValue(`--${role}`);
      const series = { iteration: n => n };
      view.series.forEach((name, k) => { series[name] = n => numbers[k][n]; });
      const value = name => series[name](i);
      view.scenes[run.scene].forEach((panel, n) => {
        const { canvas } = this.panels[n], [width, height] = panel.size;
        const wide = Math.round(canvas.clientWidth * devicePixelRatio);
        if (!wide) return;
        const tall = Math.round(wide * height / width);
        if (canvas.width !== wide || canvas.height !== tall) { canvas.width = wide; canvas.height = tall; }
        const ctx = canvas.getContext("2d");
        ctx.setTransform(wide / width, 0, 0, wide / width, 0, 0);
        ctx.clearRect(0, 0, width, height);
        ctx.lineJoin = ctx.lineCap = "round";
        for (const mark of panel.moving) {
          ctx.save();
          if (mark.mark !== "point") { ctx.beginPath(); ctx.rect(...panel.box); ctx.clip(); }
          painters[mark.mark](ctx, { panel, mark, value, series, view, colour, iteration: i });
          ctx.restore();
        }
      });
    }
  }

  const figures = new Map();
  for (const element of document.querySelectorAll("figure.simulation")) figures.set(element.id, new Figure(element));
  const hand = ([id, runs]) => figures.get(id).receive(runs);
  (self.klsim || []).forEach(hand);
  self.klsim = { push: hand };

  // Links such as #descent?momentum=0.9 drive a figure, also when they are followed twice.
  const follow = address => {
    const [id, query] = address.slice(1).split("?");
    if (query && figures.has(id)) figures.get(id).open(new URLSearchParams(query));
  };
  follow(location.hash);
  addEventListener("hashchange", () => follow(location.hash));
  addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) follow(link.hash);
  });
})();
