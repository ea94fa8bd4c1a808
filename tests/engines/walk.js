// Put into each page before all else: it keeps what goes wrong there, and operates whatever can be operated.
(() => {
  const problems = [];
  addEventListener("error", event => {
    const { target } = event;
    problems.push(target === self ? `${event.message} (${event.filename}:${event.lineno})` : `missing: ${target.src ?? target.href}`);
  }, true);
  addEventListener("unhandledrejection", event => problems.push(`rejected: ${event.reason}`));
  addEventListener("securitypolicyviolation", event => problems.push(`policy: ${event.violatedDirective} ${event.blockedURI}`));

  const wait = ms => new Promise(done => setTimeout(done, ms));
  const painted = () => Promise.race([new Promise(requestAnimationFrame), wait(100)]);
  const isShown = element => element.getClientRects().length > 0;

  async function until(holds, ms = 10000) {
    for (const end = Date.now() + ms; Date.now() < end; await wait(20)) if (holds()) return true;
    return false;
  }

  const iteration = figure => Number(figure.querySelector("[data-series=iteration]").textContent.replace(/\D/g, "") || NaN);

  async function play(figure, tell) {
    const button = figure.querySelector(".play");
    if (!button) return 0;
    const range = figure.querySelector(".scrub input");
    if (!await until(() => !Number.isNaN(iteration(figure)))) return tell("never shows an iteration");
    figure.querySelector(".restart").click();
    await painted();
    if (!figure.classList.contains("playing") && button.getAttribute("aria-label") !== "Pause") button.click();
    if (!await until(() => iteration(figure) > 0)) tell("does not play");
    if (button.getAttribute("aria-label") === "Pause") button.click();
    await painted();
    for (const end of [range.max, range.min]) {  // of several runs the one in front may end before the last
      set(range, end);
      if (!await until(() => (iteration(figure) > 0) === (end > 0), 3000)) tell(`scrubbed to ${end}, shows ${iteration(figure)}`);
    }
    return 4;
  }

  function set(input, value) {
    input.value = value;
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  }

  async function operate(control) {
    if (control.matches("input[type=range]")) {
      const { value } = control;
      for (const other of [control.max, control.min, value]) {
        set(control, other);
        await painted();
      }
    } else if (control.matches("select")) {
      for (const option of [...control.options]) {
        set(control, option.value);
        await painted();
      }
    } else if (control.matches("[type=checkbox]")) {
      control.click();
      await painted();
      control.click();
    } else {
      control.click();
    }
    await painted();
  }

  const CONTROLS = "input:not([readonly]):not([type=number]), select, button:not(.embed):not(.copy):not(.snippet button)";

  async function walkFigure(figure) {
    const tell = text => {
      problems.push(`${figure.id}: ${text}`);
      return 0;
    };
    figure.scrollIntoView();
    await painted();
    let count = await play(figure, tell);
    for (const tab of figure.querySelectorAll(".tabs input")) {
      tab.click();
      await painted();
      for (const control of figure.querySelectorAll(CONTROLS)) {
        if (control.matches(".tabs input, .transport *") || control.disabled || !control.isConnected || !isShown(control)) continue;
        await operate(control);
        count++;
      }
    }
    if (!figure.querySelector(".tabs")) {
      for (const control of figure.querySelectorAll(CONTROLS)) {
        if (control.disabled || !isShown(control)) continue;
        await operate(control);
        count++;
      }
    }
    for (const image of figure.querySelectorAll("img")) {
      if (isShown(image) && !await until(() => image.complete && image.naturalWidth, 5000)) tell(`no picture ${image.currentSrc}`);
    }
    return count;
  }

  // Everything on the page; what has gone wrong, and how much has been operated.
  self.walkPage = async () => {
    await until(() => document.readyState === "complete");
    await document.fonts.ready;
    let count = 0;
    for (const figure of document.querySelectorAll("figure.simulation")) {
      if (!await until(() => history.state)) problems.push(`${figure.id}: was never made`);
      count += await walkFigure(figure);
    }
    for (const link of document.querySelectorAll("main a[href^='#']:not(.anchor)")) {
      if (!isShown(link)) continue;
      link.click();
      await painted();
      count++;
    }
    await wait(100);
    if (document.documentElement.scrollWidth > innerWidth) problems.push(`${document.documentElement.scrollWidth} px wide of ${innerWidth}`);
    const faces = [...document.fonts].filter(face => face.status === "loaded").length;
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const counts = new Map();
    for (const problem of problems) counts.set(problem, (counts.get(problem) ?? 0) + 1);
    const told = [...counts].map(([problem, times]) => (times > 1 ? `${times} times ${problem}` : problem));
    return { problems: told, count, faces, dark, still, background: getComputedStyle(document.documentElement).backgroundColor };
  };
})();
