"use strict";
/* What figures and games share: numbers in words, places in px, painters of marks, and addresses that drive. */
(() => {
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
      const bottom = panel.box[1] + panel.box[3], { share = 1, thin = false } = mark;
      const line = samplePlaces(panel, means, variances, view).map(x =>
        withinReach(panel, view.strokes.far_px, toPx(panel, x, share * densityAt(x, means, variances))));
      const curve = new Path2D();
      for (const place of line) curve.lineTo(...place);
      ctx.strokeStyle = ctx.fillStyle = colour(mark.role);
      if (!thin) {
        const tint = new Path2D(curve);
        tint.lineTo(line.at(-1)[0], bottom);
        tint.lineTo(line[0][0], bottom);
        ctx.globalAlpha = view.strokes.fill_alpha;
        ctx.fill(tint);
        ctx.globalAlpha = 1;
      }
      ctx.lineWidth = thin ? view.strokes.thin_px : view.strokes.curve_px;
      ctx.stroke(curve);
    },
    trail(ctx, { panel, mark, series, view, colour, iteration }) {
      const line = new Path2D(), steps = new Path2D(), radius = view.strokes.step_radius_px;
      let from;
      for (let n = 0; n <= iteration; n++) {
        const [x, y] = withinReach(panel, view.strokes.far_px, toPx(panel, series[mark.x](n), series[mark.y](n)));
        if (n && mark.leap) line.quadraticCurveTo((from[0] + x) / 2, (from[1] + y) / 2 - mark.leap * Math.abs(x - from[0]), x, y);
        else line.lineTo(x, y);
        from = [x, y];
        steps.moveTo(x + radius, y);
        steps.arc(x, y, radius, 0, 2 * Math.PI);
      }
      ctx.strokeStyle = ctx.fillStyle = colour(mark.role);
      ctx.lineWidth = view.strokes.trail_px;
      ctx.globalAlpha = view.strokes.trail_alpha;
      ctx.stroke(line);
      ctx.globalAlpha = 1;
      if (mark.steps ?? true) ctx.fill(steps);
    },
    point(ctx, { panel, mark, value, view, colour }) {
      const [px, py] = withinReach(panel, view.strokes.far_px, toPx(panel, value(mark.x), value(mark.y)));
      const [left, top, width, height] = panel.box;
      const x = Math.min(Math.max(px, left), left + width), y = Math.min(Math.max(py, top), top + height);
      const outline = new Path2D();
      if (mark.held || x === px && y === py) {
        const radius = (mark.size ?? 1) * view.strokes.point_radius_px;
        outline.arc(x, mark.lifted ? y - radius : y, radius, 0, 2 * Math.PI);
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

  // Paints marks over the backdrop of a panel. `given` has what the painters look up: `value`, `view` and so on.
  const paintPanel = (canvas, panel, marks, given) => {
    const [width, height] = panel.size, wide = Math.round(canvas.clientWidth * devicePixelRatio);
    if (!wide) return;
    const tall = Math.round(wide * height / width), style = getComputedStyle(canvas);
    const colour = role => style.getPropertyValue(`--${role}`);
    if (canvas.width !== wide || canvas.height !== tall) { canvas.width = wide; canvas.height = tall; }
    const ctx = canvas.getContext("2d");
    ctx.setTransform(wide / width, 0, 0, wide / width, 0, 0);
    ctx.clearRect(0, 0, width, height);
    ctx.lineJoin = ctx.lineCap = "round";
    for (const mark of marks) {
      ctx.save();
      if (mark.mark !== "point") { ctx.beginPath(); ctx.rect(...panel.box); ctx.clip(); }
      painters[mark.mark](ctx, { panel, mark, colour, ...given });
      ctx.restore();
    }
  };

  // Calls `open(id, state)` for the address of the page and for links such as #descent?momentum=0.9, also when
  // they are followed twice.
  const followAddresses = open => {
    const follow = address => {
      const [id, query] = address.slice(1).split("?");
      if (query) open(id, new URLSearchParams(query));
    };
    follow(location.hash);
    addEventListener("hashchange", () => follow(location.hash));
    addEventListener("click", event => {
      const link = event.target.closest("a[href^='#']");
      if (link && link.hash === location.hash) follow(link.hash);
    });
  };

  self.klsimDrawing = { formatNumber, fraction, paintPanel, followAddresses };
})();
