/* Draws recorded runs over their backdrops, and lets readers switch, play, scrub and compare them.
   It knows no mathematics of descent: every number it shows was computed when the page was built. */
(() => {
  const PACE = 30; // iterations a second at speed 1
  const SHORTEST = 5; // seconds that a run takes at least, so that a few long strides can be followed
  const TOLD_MS = 2000; // for which a button shows that it has done its work

  const { calm, formatNumber, fraction, paintPanel, addresses } = self.klsimDrawing;
  const { dark, followPrinting, printMarks } = self.klsimPrinting;

  // The run at a position, or the one nearest to it, on the axis that comes first, if any, before others.
  const findRun = (view, at, first) => {
    const distance = run => run.at.reduce((sum, index, axis) => sum + Math.abs(index - at[axis]) * (axis === first ? 1e9 : 1), 0);
    return view.runs.reduce((best, run) => distance(run) < distance(best) ? run : best);
  };

  // The position of a value on an axis, or of the one nearest to it, and whether it is just that value.
  const findIndex = ({ values, default: usual }, word) => {
    const off = values.map(value => typeof value === "string" ? +(value !== word) : Math.abs(value - (word.trim() || NaN)));
    const least = Math.min(...off), index = off.indexOf(least);
    return [index < 0 ? usual : index, least === 0];
  };

  // A run in one sentence, as in klsim/figures/animation/description.py.
  const describe = ({ title, outcome }) =>
    title ? `${title.replaceAll(" · ", ", ")}: ${outcome[0].toLowerCase()}${outcome.slice(1)}` : outcome;

  const setText = (place, text) => { if (place.textContent !== text) place.textContent = text; };

  // A run on its panels: what moves over the backdrops, the numbers below, and how it ends.
  class Pane {
    constructor(element, view) {
      this.element = element;
      this.view = view;
      this.panels = [...element.querySelectorAll(".panel")].map(panel => ({
        light: panel.querySelector("img"), dark: panel.querySelector("source"), canvas: panel.querySelector("canvas"),
      }));
      this.cells = [...element.querySelectorAll("[data-series]")];
    }

    // Takes up a run, whose numbers are an array for each series. Beside another run it names what differs first.
    set(run, numbers, other) {
      const { view, element } = this;
      this.run = run;
      this.kept = new Map();
      this.series = { iteration: n => n };
      view.series.forEach((name, k) => { this.series[name] = n => numbers[k][n]; });
      view.scenes[run.scene].forEach(({ backdrop }, n) => {
        const { light, dark } = this.panels[n], source = `${view.id}/${backdrop.light}`;
        if (light.getAttribute("src") !== source) { dark.srcset = `${view.id}/${backdrop.dark}`; light.src = source; }
      });
      element.querySelector(".panels").setAttribute("aria-label", describe(run));
      const isShared = n => other?.at[n] === run.at[n], parts = run.title.split(" · ");
      const shared = parts.filter((_, n) => isShared(n)), apart = parts.filter((_, n) => !isShared(n));
      setText(element.querySelector(".setting b"), (apart.length ? apart : shared).join(" · "));
      setText(element.querySelector(".setting span"), apart.length ? shared.join(" · ") : "");
    }

    // Goes to an iteration, or to the end where the run is shorter.
    go(iteration) { this.iteration = Math.min(iteration, this.run.last); }

    // Calls back with each panel on which something moves: its place in the page, its marks and what painters look up.
    eachPanel(act) {
      const { view, run, series, kept, iteration } = this;
      const value = name => series[name](iteration);
      view.scenes[run.scene].forEach((panel, n) => act(this.panels[n], panel, { value, series, view, iteration, kept }));
    }

    paint() { this.eachPanel(({ canvas }, panel, given) => paintPanel(canvas, panel, panel.moving, given)); }

    // Puts the picture on paper beside that on the screen, or takes it away again.
    print(printing) {
      for (const old of this.element.querySelectorAll(".paper")) old.remove();
      if (printing) this.eachPanel(({ canvas }, panel, given) => canvas.after(printMarks(panel, panel.moving, { ...given, kept: new Map() })));
    }

    // Puts the numbers of the iteration into words.
    tell(note) {
      const { run, series, iteration: i } = this;
      for (const cell of this.cells) setText(cell, formatNumber(series[cell.dataset.series](i), +cell.dataset.decimals));
      const outcome = i >= run.end ? run.outcome : this.isOutside() ? "Outside the picture." : "";
      setText(this.element.querySelector(".outcome"), note + outcome);
    }

    // Whether a point is beyond the edge of its panel now.
    isOutside() {
      const within = (scale, name) => {
        const where = fraction(scale, this.series[name](this.iteration));
        return where >= 0 && where <= 1;
      };
      return this.view.scenes[this.run.scene].some(panel => panel.moving.some(mark =>
        mark.mark === "point" && !mark.held && !(within(panel.x, mark.x) && within(panel.y, mark.y))));
    }
  }

  class Figure {
    constructor(element) {
      this.element = element;
      this.find = selector => element.querySelector(selector);
      this.view = JSON.parse(this.find("script.view").textContent);
      this.series = new Map([[this.view.start, this.view.first]]);
      this.chunks = [];
      this.panes = [new Pane(this.find(".pane"), this.view)];
      this.shown = this.aim = { run: this.view.runs[this.view.start] }; // `aim` was chosen last, and may still be loading
      this.note = "";
      this.speed = 1;
      this.listen();
      this.watch();
      const early = [...element.querySelectorAll("[data-axis]:is(:checked, [type=range])")].map(input => +input.value);
      this.reflect();
      this.show(calm.matches ? this.end : 0);
      if (early.join() !== this.aim.run.at.join()) this.select(early); // a reader was there before the script
    }

    listen() {
      const { element } = this;
      const on = (selector, event, act) => element.querySelectorAll(selector).forEach(place =>
        place.addEventListener(event, () => act(place)));
      on("[data-axis]", "input", input => this.choose(input));
      on("[data-axis]", "change", () => { this.dragged = null; });
      on("[data-at]", "click", button => this.turn(button.dataset.at.split(",").map(Number)));
      on("[data-beside]", "click", ({ dataset }) => this.pin(this.opposite(dataset.beside)));
      on(".pin", "click", () => this.pin(this.aim.pin ?? this.aim.run, this.iteration));
      on(".play", "click", () => this.toggle());
      on(".restart", "click", () => { this.show(0); this.play(); });
      on(".scrub input", "input", scrub => { this.held = true; this.pause(); this.show(+scrub.value); });
      on(".speed select", "change", select => { this.speed = +select.value; });
      on(".copy", "click", button => this.copy(button));
      on(".link", "blur", field => { field.hidden = true; });
      on(".numbers", "toggle", () => this.tabulate());
      for (const event of ["click", "input"]) element.addEventListener(event, () => { this.touched = true; }, true);
      element.addEventListener("keydown", event => {
        if (event.key !== " " || event.target.closest("button, a, select, summary, [tabindex], input:not([type=range])")) return;
        event.preventDefault();
        this.toggle();
      });
      for (const event of ["pointerenter", "focusin"]) element.addEventListener(event, () => this.fetchAhead(), { once: true });
    }

    // Is painted when it comes near, and starts once when it is first seen, unless the reader asked for stillness;
    // never runs unseen.
    watch() {
      let fresh = !calm.matches;
      const panes = this.find(".panes");
      new IntersectionObserver(entries => {
        const entry = entries.at(-1); // on a busy machine several come at once
        this.seen = entry.isIntersecting;
        if (this.seen && fresh && entry.intersectionRatio > 0.6) { fresh = false; if (!this.touched) this.play(); }
      }, { threshold: [0, 0.65] }).observe(panes);
      new IntersectionObserver(entries => { this.near = entries.at(-1).isIntersecting; this.paint(); }, { rootMargin: "300%" }).observe(panes);
      new ResizeObserver(() => this.paint()).observe(panes);
      dark.addEventListener("change", () => this.paint());
      followPrinting(printing => {
        if (printing) {
          this.setPlaying(false);
          this.unprinted = this.iteration;
        }
        this.show(printing ? this.end : this.unprinted);
        for (const pane of this.panes) pane.print(printing);
      });
    }

    get runs() { return [this.aim.run, this.aim.pin].filter(Boolean); }
    get last() { return Math.max(...this.runs.map(run => run.last)); }
    get end() { return Math.max(...this.runs.map(run => run.end)); }

    // The state as an address names it: the run, the pinned run if there is one, and the iteration.
    get address() {
      const query = new URLSearchParams();
      this.runs.forEach(({ at }, pinned) => this.view.axes.forEach(({ name, values }, n) =>
        query.set(pinned ? `pin.${name}` : name, values[at[n]])));
      query.set("i", this.iteration);
      return `${query}`;
    }

    // Goes to the state that an address names; the controls that it does not name stay.
    open(query, whole) {
      const { axes } = this.view, { run, pin } = this.aim;
      let inexact = false;
      const read = (prefix, from) => axes.map((axis, n) => {
        if (!query.has(prefix + axis.name)) return from[n];
        const [index, exact] = findIndex(axis, query.get(prefix + axis.name));
        inexact ||= !exact;
        return index;
      });
      const at = read("", run.at), beside = read("pin.", at), isPinned = axes.some(({ name }) => query.has(`pin.${name}`));
      const pinned = isPinned ? findRun(this.view, beside) : whole ? null : pin;
      inexact ||= isPinned && pinned.at.join() !== beside.join();
      this.select(at, {
        pin: pinned,
        iteration: query.has("i") ? Math.max(Math.trunc(query.get("i")) || 0, 0) : undefined,
        inexact,
      });
    }

    // A slider that is dragged through values makes one entry in the history.
    choose(input) {
      const at = this.aim.run.at.with(input.dataset.axis, +input.value);
      if (this.dragged !== input) this.turn(at);
      else { this.select(at); addresses.note(this.view.id); }
      this.dragged = input;
    }

    turn(at, more) {
      this.dragged = null;
      addresses.turn(this.view.id, () => this.select(at, more));
    }

    // The run with the other value of an axis that has two.
    opposite(axis) {
      const { at } = this.aim.run;
      return findRun(this.view, at.with(axis, 1 - at[axis]), +axis);
    }

    // Pins a run beside the present one, or no longer if it is pinned already.
    pin(run, iteration) {
      const { aim } = this;
      this.turn(aim.run.at, run === aim.pin ? { pin: null, iteration: this.iteration } : { pin: run, iteration });
    }

    // Shows another run: at an iteration, or from its start if something may move, else with its whole path.
    async select(at, { pin = this.aim.pin, inexact = false, iteration } = {}) {
      const run = findRun(this.view, at), aim = this.aim = { run, pin };
      this.touched = true;
      this.held = iteration !== undefined;
      this.iteration = Math.min(iteration ?? (calm.matches ? this.end : 0), this.last);
      this.setPlaying(false);
      const failed = await Promise.all(this.runs.map(run => this.load(run))).then(() => false, () => true);
      if (this.aim !== aim) return; // the reader has gone on
      if (failed) { // all stays as it is
        this.aim = this.shown;
        this.iteration = this.panes[0].iteration;
        this.held = true;
        addresses.tell(this.view.id);
      } else this.shown = aim;
      this.note = failed ? "This run could not be loaded. "
        : inexact || run.at.join() !== at.join() ? "There is no such run here; this is the nearest. " : "";
      this.reflect();
      this.show(this.iteration);
      this.say(this.note + this.runs.map(describe).join(" Beside it, "));
      if (!this.held && !calm.matches) this.play(); // the reader may have scrubbed while the run was loading
    }

    say(text) { this.find(".status").textContent = text; }

    // Sets every control, picture and link to what was chosen.
    reflect() {
      const { view, element, aim: { run, pin } } = this;
      run.at.forEach((index, axis) => {
        const { labels } = view.axes[axis];
        for (const input of element.querySelectorAll(`[data-axis="${axis}"]`)) {
          if (input.type === "radio") input.checked = +input.value === index;
          else {
            input.value = index;
            input.setAttribute("aria-valuetext", labels[index]);
            input.parentElement.querySelector("output").textContent = labels[index];
          }
        }
      });
      const press = (selector, isPressed) => element.querySelectorAll(selector).forEach(button =>
        button.setAttribute("aria-pressed", isPressed(button.dataset)));
      press("[data-at]", ({ at }) => at === run.at.join());
      press("[data-beside]", ({ beside }) => pin === this.opposite(beside));
      this.arrange();
      this.find(".gif").hidden = !run.gif; // a large sweep has only that of its default
      if (run.gif) this.find(".gif").href = `${view.id}/${run.gif}`;
      this.find(".data").href = `${view.id}/${run.data}`;
      this.tabulate();
    }

    // Makes one pane for each run.
    arrange() {
      const { view, panes, runs, element } = this, [first] = panes, compared = runs.length > 1;
      if (!compared) panes.splice(1).forEach(pane => pane.element.remove());
      else if (!panes[1]) {
        const copy = first.element.cloneNode(true);
        first.element.after(copy);
        panes.push(new Pane(copy, view));
      }
      panes.forEach((pane, n) => pane.set(runs[n], this.series.get(view.runs.indexOf(runs[n])), runs[1 - n]));
      element.classList.toggle("comparing", compared);
      for (const button of element.querySelectorAll(".pin")) button.textContent = compared ? "Unpin" : "Pin this run";
    }

    // The numbers of the present run, while somebody looks at them.
    tabulate() {
      if (!this.find(".numbers").open) return;
      const { run, series } = this.panes[0];
      const cells = i => this.view.readouts.map(({ series: name, decimals }, n) => {
        const text = formatNumber(series[name](i), decimals);
        return n ? `<td>${text}` : `<th scope="row">${text}`;
      });
      this.find(".numbers tbody").innerHTML = Array.from({ length: run.last + 1 }, (_, i) => `<tr>${cells(i).join("")}`).join("");
    }

    async copy(button) {
      addresses.tell(this.view.id);
      try {
        await navigator.clipboard.writeText(location.href);
      } catch {
        const field = this.find(".link");
        field.hidden = false;
        field.value = location.href;
        field.select();
        return field.scrollIntoView({ block: "nearest" });
      }
      this.say("Link copied");
      button.classList.add("done");
      setTimeout(() => button.classList.remove("done"), TOLD_MS);
    }

    // The script with the numbers of some runs, loaded once.
    fetch(chunk) {
      return this.chunks[chunk] ??= new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = `${this.view.id}/${this.view.chunks[chunk]}`;
        script.onload = script.onerror = () => {
          if (this.view.runs.every((run, n) => run.chunk !== chunk || this.series.has(n))) return resolve();
          script.remove(); // and asked for again: it did not come, or some other page did
          delete this.chunks[chunk];
          reject();
        };
        document.head.append(script);
      });
    }

    load(run) { return this.series.has(this.view.runs.indexOf(run)) || this.fetch(run.chunk); }

    // What other runs need, one thing after another when there is time, so that a switch finds it.
    async fetchAhead() {
      if (this.images) return;
      const { id, chunks, scenes } = this.view, scheme = dark.matches ? "dark" : "light";
      this.images = scenes.flat().map(({ backdrop }) => Object.assign(new Image(), { src: `${id}/${backdrop[scheme]}` }));
      for (const chunk of chunks.keys()) {
        await new Promise(self.requestIdleCallback ?? setTimeout);
        await this.fetch(chunk).catch(() => {}); // told when a reader asks for it
      }
    }

    receive(runs) { for (const [n, series] of Object.entries(runs)) this.series.set(+n, series); }

    play() {
      if (this.iteration >= this.end) this.show(0);
      this.setPlaying(true);
      const pace = Math.min(PACE, this.end / SHORTEST);
      let before, reached = this.iteration; // the time of the first frame counts: it may be older than the click
      const step = now => {
        if (!this.playing) return;
        if (before !== undefined && this.seen !== false && !document.hidden) reached += Math.max(now - before, 0) / 1000 * pace * this.speed;
        before = now;
        const i = Math.min(Math.floor(reached), this.end);
        if (i !== this.iteration) this.show(i);
        if (i >= this.end) this.pause();
        else this.request = requestAnimationFrame(step);
      };
      cancelAnimationFrame(this.request);
      this.request = requestAnimationFrame(step);
    }

    // Comes to rest; where the reader has a hand in it, the address tells where.
    pause() {
      this.setPlaying(false);
      if (this.touched) addresses.note(this.view.id);
    }

    toggle() {
      this.touched = true;
      if (this.playing) this.pause(); else this.play();
    }

    setPlaying(playing) {
      this.playing = playing;
      this.element.classList.toggle("playing", playing);
      this.find(".play").setAttribute("aria-label", playing ? "Pause" : "Play");
    }

    // Shows one iteration: everything is painted before any text changes, so that the page is laid out once.
    show(iteration) {
      const { last } = this, i = this.iteration = Math.min(iteration, last), scrub = this.find(".scrub input");
      for (const pane of this.panes) pane.go(i);
      this.paint();
      this.panes.forEach((pane, n) => pane.tell(n ? "" : this.note));
      scrub.max = last;
      scrub.value = i;
      scrub.setAttribute("aria-valuetext", `iteration ${i} of ${last}`);
    }

    paint() { if (this.near) for (const pane of this.panes) pane.paint(); }
  }

  const figures = new Map();
  addresses.populate(() => {
    for (const element of document.querySelectorAll("figure.simulation:not(.match)")) {
      const figure = new Figure(element);
      figures.set(element.id, figure);
      addresses.join(element.id, figure);
    }
  });
  self.klsim = { push: ([id, runs]) => figures.get(id).receive(runs) };
})();
