/* What figures and games share: numbers in words, places in px, painters of marks, and the address of the page. */
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  // Numbers in words: the same rule as klsim/scene/numbers.py.
  const formatNumber = (value, decimals) => {
    if (value === null) return "∞";
    const size = Math.abs(value);
    const text = size < 10 ** (8 - decimals) ? size.toFixed(decimals) : size.toExponential(2).replace("+", "");
    return value < 0 && /[1-9]/.test(text.split("e")[0]) ? "−" + text : text;
  };

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

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

  // Keeps a place within a finite distance of the plot box, so that a canvas can take it.
  const withinReach = (panel, far, [x, y]) => {
    const [left, top, width, height] = panel.box;
    const keep = (value, low, high, lost) => Number.isNaN(value) ? lost : clamp(value, low, high);
    return [keep(x, left - far, left + width + far, left - far), keep(y, top - far, top + height + far, top + height + far)];
  };

  // Where a density is evaluated: evenly, and closer around each of its bells.
  const samplePlaces = (panel, means, variances, { samples, strokes }) => {
    const { low, high } = panel.x, places = [];
    for (let n = 0; n < samples; n++) places.push(low + (high - low) * n / (samples - 1));
    means.forEach((mean, k) => {
      for (let n = 0; n < strokes.bell_samples; n++) {
        const away = strokes.bell_reach * (2 * n / (strokes.bell_samples - 1) - 1);
        places.push(clamp(mean + away * Math.sqrt(variances[k]), low, high));
      }
    });
    return places.sort((one, other) => one - other);
  };

  // Adds a whole circle to a path.
  const addCircle = (path, x, y, radius) => {
    path.moveTo(x + radius, y);
    path.arc(x, y, radius, 0, 2 * Math.PI);
  };

  // One for each kind of moving mark, as in klsim/render/moving.py. A surface, the canvas here or paper, makes
  // paths and fills or strokes them.
  const painters = {
    density(surface, { panel, mark, value, view, colour }) {
      const means = mark.means.map(value), variances = mark.variances.map(value);
      const bottom = panel.box[1] + panel.box[3], { share = 1, thin = false } = mark;
      const line = samplePlaces(panel, means, variances, view).map(x =>
        withinReach(panel, view.strokes.far_px, toPx(panel, x, share * densityAt(x, means, variances))));
      const curve = surface.path();
      for (const place of line) curve.lineTo(...place);
      if (!thin) {
        const tint = surface.path(curve);
        tint.lineTo(line.at(-1)[0], bottom);
        tint.lineTo(line[0][0], bottom);
        surface.fill(tint, colour(mark.role), view.strokes.fill_alpha);
      }
      surface.stroke(curve, colour(mark.role), thin ? view.strokes.thin_px : view.strokes.curve_px);
    },
    // The path so far is kept between frames, in `kept`, and grows; it begins anew when a run goes back.
    trail(surface, { panel, mark, series, view, colour, iteration, kept }) {
      if (!(kept.get(mark)?.reached <= iteration)) kept.set(mark, { line: surface.path(), steps: surface.path(), reached: -1 });
      const path = kept.get(mark), { line, steps } = path;
      while (path.reached < iteration) {
        const n = ++path.reached, from = path.at;
        const [x, y] = path.at = withinReach(panel, view.strokes.far_px, toPx(panel, series[mark.x](n), series[mark.y](n)));
        if (n && mark.leap) line.quadraticCurveTo((from[0] + x) / 2, (from[1] + y) / 2 - mark.leap * Math.abs(x - from[0]), x, y);
        else line.lineTo(x, y);
        addCircle(steps, x, y, view.strokes.step_radius_px);
      }
      surface.stroke(line, colour(mark.role), view.strokes.trail_px, view.strokes.trail_alpha);
      if (mark.steps ?? true) surface.fill(steps, colour(mark.role));
    },
    point(surface, { panel, mark, value, view, colour }) {
      const [px, py] = withinReach(panel, view.strokes.far_px, toPx(panel, value(mark.x), value(mark.y)));
      const [left, top, width, height] = panel.box;
      const x = clamp(px, left, left + width), y = clamp(py, top, top + height);
      const outline = surface.path();
      if (mark.held || x === px && y === py) {
        const radius = (mark.size ?? 1) * view.strokes.point_radius_px;
        addCircle(outline, x, mark.lifted ? y - radius : y, radius);
      } else {
        const size = view.strokes.arrow_px / Math.hypot(px - x, py - y);
        const ahead = [size * (px - x), size * (py - y)];
        outline.moveTo(x, y);
        outline.lineTo(x - ahead[0] - ahead[1] / 2, y - ahead[1] + ahead[0] / 2);
        outline.lineTo(x - ahead[0] + ahead[1] / 2, y - ahead[1] - ahead[0] / 2);
      }
      outline.closePath();
      surface.fill(outline, colour(mark.role));
      surface.stroke(outline, colour("paper"), view.strokes.point_edge_px);
    },
  };

  // A colour of the style sheet, as it is now: on a screen, light or dark, or on paper.
  const styles = getComputedStyle(document.documentElement), colour = role => styles.getPropertyValue(`--${role}`);

  // Paints marks over the backdrop of a panel; those that may lie across its edges are clipped to its box. `given`
  // has what the painters look up: `value`, `view` and so on.
  const paintMarks = (surface, panel, marks, given) => {
    for (const mark of marks)
      surface.within(mark.mark === "point" ? null : panel.box, () => painters[mark.mark](surface, { panel, mark, colour, ...given }));
  };

  // A canvas as a surface.
  const canvasSurface = ctx => ({
    path: from => new Path2D(from),
    within(box, paint) {
      ctx.save();
      if (box) { ctx.beginPath(); ctx.rect(...box); ctx.clip(); }
      paint();
      ctx.restore();
    },
    fill(path, colour, alpha = 1) {
      ctx.globalAlpha = alpha;
      ctx.fillStyle = colour;
      ctx.fill(path);
    },
    stroke(path, colour, width, alpha = 1) {
      ctx.globalAlpha = alpha;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke(path);
    },
  });

  const paintPanel = (canvas, panel, marks, given) => {
    const [width, height] = panel.size, wide = Math.round(canvas.clientWidth * devicePixelRatio);
    if (!wide) return;
    const tall = Math.round(wide * height / width), ctx = canvas.getContext("2d");
    if (canvas.width !== wide || canvas.height !== tall) { canvas.width = wide; canvas.height = tall; }
    else ctx.clearRect(0, 0, width, height);
    ctx.setTransform(wide / width, 0, 0, wide / width, 0, 0);
    ctx.lineJoin = ctx.lineCap = "round";
    paintMarks(canvasSurface(ctx), panel, marks, given);
  };

  /* The states of figures and games, side by side in the address: #id?query;id?query, the one handled last first.
     A player has an `address`, the query that names its state, and `open(query, whole)`, which goes to one; what the
     query does not name stays, unless it is the whole. Every entry of the history keeps the states of all players. */
  const REST_MS = 400; // after the last of many small moves, before the address tells them
  const players = new Map();
  let order = [], shown = false, restored, timer; // ids in the address, and whether they stand in the present one

  const read = hash => hash.slice(1).split(";").map(part => part.split("?")).filter(([id, query]) => query && players.has(id));

  const write = (how = "replaceState") => {
    clearTimeout(timer);
    restored = null;
    const all = Object.fromEntries([...players].map(([id, { address }]) => [id, address]));
    history[how]({ order, all }, "", shown ? "#" + order.map(id => `${id}?${all[id]}`).join(";") : null);
  };

  const later = () => { clearTimeout(timer); timer = setTimeout(write, REST_MS); };

  const handle = id => { order = [id, ...order.filter(other => other !== id)]; shown = true; };

  // `behavior` is that of the scrolling to the figure; without it the page stays where it is.
  const follow = (hash, behavior) => {
    const parts = read(hash);
    shown = parts.length > 0;
    for (const [id, query] of [...parts].reverse()) { players.get(id).open(new URLSearchParams(query)); handle(id); }
    if (shown && behavior) document.querySelector(`#${order[0]} .panes, #${order[0]}.match`).scrollIntoView({ block: "nearest", behavior });
  };

  // A change that the reader can go back from, without the page scrolling then.
  const turn = (id, change) => {
    write();
    change();
    handle(id);
    history.scrollRestoration = "manual";
    write("pushState");
  };

  addEventListener("popstate", ({ state }) => {
    clearTimeout(timer);
    if (!state?.all) return; // a new address, which is followed below
    restored = location.hash;
    for (const [id, player] of players) {
      const before = state.all[id];
      if ([...order, ...state.order].includes(id) && player.address !== before) player.open(new URLSearchParams(before), true);
    }
    order = state.order.filter(id => players.has(id));
    shown = read(restored).length > 0;
  });
  addEventListener("hashchange", () => {
    if (location.hash === restored) return;
    follow(location.hash, "auto");
    later();
  });
  addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']"), parts = link ? read(link.hash) : [];
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link) history.scrollRestoration = "auto"; // coming back from a heading is coming back to a place
    if (!parts.length) return;
    event.preventDefault();
    turn(parts[0][0], () => follow(link.hash, calm.matches ? "auto" : "smooth"));
  });
  addEventListener("pagehide", () => { history.scrollRestoration = "auto"; write(); });

  // Players are made when the text is on the screen, or is about to be printed, and go then to where the address leads.
  const makers = [];
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    for (const make of makers) make();
    const [{ type } = {}] = performance.getEntriesByType("navigation"); // some browsers have none from disk
    follow(location.hash, type === "navigate" && !scrollY && "auto"); // else there is a place to keep
    write();
  };
  const whenPainted = () => {
    if (document.hidden || !PerformanceObserver.supportedEntryTypes.includes("paint")) return begin();
    new PerformanceObserver((_, observer) => { observer.disconnect(); begin(); }).observe({ type: "paint", buffered: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whenPainted);
  else setTimeout(whenPainted); // when the whole script has run
  addEventListener("beforeprint", () => { if (document.readyState !== "loading") begin(); });

  // To keep a player's state in the address; to tell a small move when all is quiet, or at once.
  const addresses = {
    turn,
    populate: make => makers.push(make),
    join: (id, player) => players.set(id, player),
    note: id => { handle(id); later(); },
    tell: id => { handle(id); write(); },
  };

  self.klsimDrawing = { calm, formatNumber, fraction, paintMarks, paintPanel, addresses };
})();
