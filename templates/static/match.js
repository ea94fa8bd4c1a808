/* Matching by hand: the reader moves q to find a hidden p, with nothing but KL to go by. */
(() => {
  const { formatNumber, paintPanel, addresses } = self.klsimDrawing;
  const WAIT_MS = 400; // before a held button repeats; and after a move, before its result is told
  const REPEAT_MS = 70;

  // The numbers of klsim/figures/match/fit.py: closed form between two bells, else sums over samples.
  const klOfBells = (q, p) =>
    bracket(q.variances[0], p.variances[0]) / 2 + ((q.means[0] - p.means[0]) / Math.sqrt(p.variances[0])) ** 2 / 2;

  // v/V − 1 − ln(v/V) without loss of digits, as in klsim/numerics/divergences.py.
  const bracket = (v, wanted) => {
    const x = (v - wanted) / wanted, t = x / (2 + x);
    if (x < -0.5 || x > 1) return x - 2 * Math.log(Math.sqrt(v) / Math.sqrt(wanted));
    let series = 0;
    for (let n = 16; n >= 0; n--) series = series * t * t + 1 / (2 * n + 3);
    return x * t - 2 * t ** 3 * series;
  };

  // The logarithm of a density at every sample, summed so that it is finite however far out.
  const logDensities = ({ means, variances }, { low, high, points }) => Float64Array.from({ length: points }, (_, n) => {
    const x = low + (high - low) * n / (points - 1);
    const logs = means.map((mean, k) => -Math.log(2 * Math.PI * variances[k]) / 2 - (x - mean) ** 2 / (2 * variances[k]));
    const most = Math.max(...logs);
    return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0) / means.length);
  });

  const klOfSamples = (logQ, logP, { low, high, points }) =>
    logQ.reduce((sum, log, n) => sum + Math.exp(log) * (log - logP[n]), 0) * (high - low) / (points - 1);

  // The closest value that a knob stops at.
  const nearest = ({ low, high, fine }, value) =>
    +(low + Math.round((Math.min(Math.max(value, low), high) - low) / fine) * fine).toFixed(2);

  // Acts on a click, and again and again while the button is held down.
  const press = (button, act) => {
    let timer, repeated;
    const again = () => { repeated = true; act(); timer = setTimeout(again, REPEAT_MS); };
    button.addEventListener("pointerdown", event => {
      repeated = false;
      if (event.button === 0) timer = setTimeout(again, WAIT_MS);
    });
    for (const end of ["click", "pointerup", "pointerleave", "pointercancel"]) button.addEventListener(end, () => clearTimeout(timer));
    button.addEventListener("click", () => { if (!repeated) act(); repeated = false; });
  };

  class Game {
    constructor(element) {
      this.element = element;
      this.find = selector => element.querySelector(selector);
      this.view = JSON.parse(this.find("script.view").textContent);
      this.knobs = this.view.knobs.map(knob => ({ ...knob, place: this.find(`[data-knob="${knob.name}"]`) }));
      this.readings = [...element.querySelectorAll(".reading")];
      this.begin(0);
      this.show();
      this.listen();
    }

    listen() {
      const on = (place, selector, act) => place.querySelector(selector).addEventListener("click", () => { act(); this.moved(); });
      on(this.element, ".reveal", () => { this.revealed = !this.revealed; });
      const { length } = this.view.targets;
      on(this.element, ".restart", () => this.begin((this.target + 1 + Math.floor(Math.random() * (length - 1))) % length));
      for (const reading of this.readings) on(reading, ".best", () => { this.at = this.best[reading.dataset.measure].at; });
      this.knobs.forEach((knob, k) => {
        const turn = value => {
          this.at = this.at.map((old, n) => n === k ? nearest(knob, value) : old);
          this.moved();
        };
        knob.place.querySelector("input").addEventListener("input", event => turn(+event.target.value));
        for (const button of knob.place.querySelectorAll("button")) press(button, () => turn(this.at[k] + +button.dataset.by));
      });
      new ResizeObserver(() => this.paint()).observe(this.find("canvas"));
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
    }

    // A new game against one of the targets.
    begin(target) {
      this.target = target;
      this.p = this.view.targets[target];
      this.logP = logDensities(this.p, this.view.sampling);
      this.at = this.knobs.map(knob => knob.start);
      this.revealed = false;
      this.best = {};
    }

    // Goes to the state that an address names. To name a target is to begin anew; else what is not named stays.
    open(state) {
      let exact = true;
      const choose = (name, old, closest) => {
        const value = parseFloat(state.get(name)), chosen = Number.isNaN(value) ? old : closest(value);
        exact &&= !state.has(name) || chosen === value;
        return chosen;
      };
      const target = choose("target", this.target + 1, value => Math.min(Math.max(Math.round(value), 1), this.view.targets.length));
      if (state.has("target")) this.begin(target - 1);
      this.at = this.knobs.map((knob, k) => choose(knob.name, this.at[k], value => nearest(knob, value)));
      this.revealed = choose("revealed", +this.revealed, value => +(value > 0)) === 1;
      this.show(exact ? "" : "There is no such place here; this is the nearest. ");
    }

    // The state as an address names it.
    get address() {
      const places = this.knobs.map(({ name }, k) => `&${name}=${this.at[k]}`).join("");
      return `target=${this.target + 1}${places}${this.revealed ? "&revealed=1" : ""}`;
    }

    // After a move of the reader: shows it at once, tells it and puts it into the address when all is quiet.
    moved() {
      this.show();
      addresses.note(this.element.id);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const told = reading => [".height", ".best"].map(part => reading.querySelector(part).textContent).join(", ");
        this.find(".told").textContent = this.readings.map(told).join("; ");
      }, WAIT_MS);
    }

    get q() {
      return { means: this.at.filter((_, k) => k % 2 === 0), variances: this.at.filter((_, k) => k % 2) };
    }

    measure() {
      const { q, p, logP, view: { sampling } } = this;
      if (q.means.length * p.means.length === 1) return { kl_qp: klOfBells(q, p), kl_pq: klOfBells(p, q) };
      const logQ = logDensities(q, sampling);
      return { kl_qp: klOfSamples(logQ, logP, sampling), kl_pq: klOfSamples(logP, logQ, sampling) };
    }

    show(note = "") {
      const words = value => formatNumber(value, this.view.decimals), now = this.measure();
      for (const reading of this.readings) {
        const name = reading.dataset.measure, kl = now[name];
        if (!(this.best[name]?.kl <= kl)) this.best[name] = { kl, at: this.at };
        reading.querySelector("strong").textContent = words(kl);
        reading.querySelector("b").textContent = words(this.best[name].kl);
        for (const gauge of reading.querySelectorAll(".gauge")) {
          const most = +gauge.getAttribute("aria-valuemax"), share = value => Math.min(Math.max(value / most, 0), 1);
          gauge.style.setProperty("--now", share(kl));
          gauge.style.setProperty("--best", share(this.best[name].kl));
          gauge.setAttribute("aria-valuenow", share(kl) * most);
          gauge.setAttribute("aria-valuetext", words(kl));
        }
      }
      this.knobs.forEach(({ place }, k) => {
        const slider = place.querySelector("input");
        slider.value = this.at[k];
        slider.setAttribute("aria-valuetext", place.querySelector("strong").textContent = words(this.at[k]));
      });
      this.element.classList.toggle("revealed", this.revealed);
      this.find(".reveal").textContent = this.revealed ? "Hide p" : "Reveal p";
      const found = words(now[this.view.readouts[0].name]) === words(0) ? "A match: you have found p. " : "";
      const outcome = note + found + (this.revealed ? this.p.told : "");
      if (outcome !== this.outcome) this.find(".outcome").innerHTML = this.outcome = outcome;
      this.paint();
    }

    paint() {
      const { q, p, view } = this, count = q.means.length;
      const density = (mean, variance, role, more) => ({ mark: "density", means: [mean].flat(), variances: [variance].flat(), role, ...more });
      const bells = count > 1 ? q.means.map((mean, k) => density(mean, q.variances[k], `q${k % 3 + 1}`, { thin: true, share: 1 / count })) : [];
      const closest = Object.values(p.closest).map(({ mean, variance }) => density(mean, variance, "muted", { thin: true }));
      const hidden = this.revealed ? [density(p.means, p.variances, "p"), ...closest] : [];
      paintPanel(this.find("canvas"), view.panel, [...hidden, density(q.means, q.variances, "q"), ...bells], { value: number => number, view });
    }
  }

  addresses.populate(() => {
    for (const element of document.querySelectorAll("figure.match")) addresses.join(element.id, new Game(element));
  });
})();
