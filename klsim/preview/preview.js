"use strict";
/* Keeps an open page in step with the files it is made from. The preview adds this to the pages that it sends;
   it is in no file of the site. Prose that changed is exchanged in place, so that figures and games stay as they
   are; anything else reloads the page, which then finds its place and the state of its figures again. */
(() => {
  const { path, page, rest } = document.currentScript.dataset;
  const shown = { page, rest };
  const kept = `klsim-preview ${path}`;

  // The page as it was sent, for comparison: the script has changed the one that is shown.
  const parse = text => new DOMParser().parseFromString(text, "text/html");
  const fetchPage = async () => parse(await (await fetch(location.pathname)).text());
  const keysOf = sent => sent.querySelector("script[data-rest]").dataset;
  let before = fetchPage().then(sent => keysOf(sent).page === shown.page ? sent : null).catch(() => null);

  // What of a page is neither its text nor the preview's: where this differs, only a new start will do.
  const shell = sent => {
    const copy = sent.documentElement.cloneNode(true);
    copy.querySelector("main").replaceChildren();
    copy.querySelectorAll("title, meta, script[data-rest]").forEach(element => element.remove());
    return copy.outerHTML;
  };

  const told = node => node.outerHTML ?? node.textContent;
  const isAlive = node => node.nodeType === 1 && (node.matches("figure.simulation, script") || !!node.querySelector("figure.simulation, script"));

  // Pairs of indices of equal entries, as many as there can be, in order.
  const matches = (a, b) => {
    const most = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
    for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) {
      most[i][j] = a[i] === b[j] ? most[i + 1][j + 1] + 1 : Math.max(most[i + 1][j], most[i][j + 1]);
    }
    const pairs = [];
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      if (a[i] === b[j]) pairs.push([i++, j++]);
      else if (most[i + 1][j] >= most[i][j + 1]) i++; else j++;
    }
    return pairs;
  };

  // Makes the children of a live element those of its next version; false where a figure would be lost by it.
  const patch = (live, old, next) => {
    const nodes = [...live.childNodes], from = [...old.childNodes], to = [...next.childNodes];
    if (nodes.length !== from.length) return false;
    let i = 0, j = 0;
    for (const [k, l] of [...matches(from.map(told), to.map(told)), [from.length, to.length]]) {
      const gone = nodes.slice(i, k), come = to.slice(j, l), were = from.slice(i, k);
      const only = come.length === 1 && gone.length === 1 && come[0].tagName === were[0].tagName;
      if (only && isAlive(come[0])) {
        if (come[0].matches("figure.simulation, script") || !patch(gone[0], were[0], come[0])) return false;
      } else if (were.some(isAlive) || come.some(isAlive)) {
        return false;
      } else {
        const place = nodes[k] ?? null;
        for (const node of come) live.insertBefore(document.importNode(node, true), place);
        for (const node of gone) node.remove();
      }
      i = k + 1; j = l + 1;
    }
    return true;
  };

  const attempt = work => { try { return work(); } catch (error) { console.warn("preview:", error); return null; } };

  // Where the page was and what its figures showed before it was loaded anew, if it was.
  const last = JSON.parse(sessionStorage.getItem(kept));
  sessionStorage.removeItem(kept);

  // How to ask figures and games for their states and to bring them back; they are made later than this runs.
  let figures = null;
  addEventListener("klsim:start", ({ detail }) => {
    figures = detail;
    if (last) attempt(() => figures.restore(last.states));
  });

  const reload = () => {
    const landmarks = [...document.querySelectorAll("main [id]")].filter(element => element.getBoundingClientRect().top <= 0);
    const above = landmarks.at(-1);
    const place = { y: scrollY, id: above?.id, top: above?.getBoundingClientRect().top };
    const states = (figures ? attempt(() => figures.states()) : last?.states) ?? {};
    sessionStorage.setItem(kept, JSON.stringify({ ...place, states }));
    dispatchEvent(new Event("pagehide")); // the address tells what figures show: a reload takes it as it is by now
    history.scrollRestoration = "manual";
    location.reload();
  };

  const restorePlace = () => {
    if (!last) return;
    const { y, id, top } = last, above = id && document.getElementById(id);
    const settle = () => scrollTo({ top: above ? scrollY + above.getBoundingClientRect().top - top : y, behavior: "instant" });
    settle();
    const set = scrollY;
    addEventListener("load", () => document.fonts.ready.then(() => requestAnimationFrame(() => {
      if (scrollY === set) settle(); // else the reader has gone elsewhere
      history.scrollRestoration = "auto";
    })));
  };
  document.addEventListener("DOMContentLoaded", restorePlace);

  const update = async () => {
    const old = await before, next = await fetchPage(), keys = keysOf(next);
    if (keys.page === shown.page && keys.rest === shown.rest) return undefined;
    const main = document.querySelector("main");
    const patched = attempt(() => old && keys.rest === shown.rest && shell(old) === shell(next)
      && patch(main, old.querySelector("main"), next.querySelector("main")));
    if (!patched) return reload();
    document.title = next.title;
    before = Promise.resolve(next);
    return void (shown.page = keys.page);
  };

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  root.innerHTML = `<style>
    :host { all: initial }
    section, p { position: fixed; z-index: 2147483647; box-sizing: border-box; margin: 0; font: 15px/1.5 ui-monospace, Menlo, Consolas, monospace; }
    section { inset: auto 0 0 0; max-height: 60vh; overflow: auto; padding: 1rem 1.25rem 1.25rem; background: #2b0f0f; color: #fff; border-top: 4px solid #ff7a6b; box-shadow: 0 -4px 30px #0006; }
    h2 { margin: 0 0 .5rem; font: 600 16px/1.4 system-ui, sans-serif; }
    ul { margin: 0; padding: 0; list-style: none }
    li { margin: .35rem 0; overflow-wrap: anywhere } li b { color: #ffc4b8 }
    pre { margin: 1rem 0 0; font: inherit; font-size: 13px; color: #ddd; white-space: pre-wrap }
    button { float: right; font: 14px system-ui, sans-serif; padding: .3rem .8rem; color: inherit; background: #0000; border: 1px solid #fff8; border-radius: 4px; cursor: pointer }
    button:focus-visible { outline: 2px solid #fff; outline-offset: 2px }
    p { right: 1rem; bottom: 1rem; padding: .4rem .9rem; border-radius: 1rem; background: #222; color: #fff; opacity: 0; animation: come 0s .6s forwards }
    @keyframes come { to { opacity: 1 } }
    [hidden] { display: none }
  </style><section role="alert" hidden></section><p role="status" hidden></p>`;
  document.body.append(host);
  const alarm = root.querySelector("section"), status = root.querySelector("p");

  // Errors over the last good page, until they are mended or put aside.
  let complaint = "";
  const complain = (troubles, traceback) => {
    const now = JSON.stringify([troubles, traceback]);
    if (now === complaint) return;
    complaint = now;
    alarm.replaceChildren();
    alarm.hidden = !troubles.length;
    if (alarm.hidden) return;
    const add = (tag, text, parent = alarm) => parent.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    add("button", "Put aside").addEventListener("click", () => { alarm.hidden = true; });
    add("h2", `${troubles.length} mistake${troubles.length === 1 ? "" : "s"}; below is the last good page`);
    const list = add("ul", "");
    for (const line of troubles) {
      const [, where, what] = /^(\S+:\d+:)?(.*)$/s.exec(line), item = add("li", "", list);
      if (where) add("b", where, item);
      item.append(what);
    }
    if (traceback) add("pre", traceback);
  };

  let queue = Promise.resolve();
  const hear = news => {
    const { troubles, traceback, underway, waiting } = news;
    complain(troubles, traceback);
    status.hidden = !underway && !waiting;
    status.textContent = underway ? `Building: ${underway[0]} of ${underway[1]} runs` : waiting;
    queue = queue.then(() => news.page !== shown.page || news.rest !== shown.rest ? update() : null).catch(() => {});
  };

  // A page out of sight does not listen: browsers allow few connections at once.
  let source;
  const listen = () => {
    source?.close();
    source = document.hidden ? null : new EventSource(`/_preview/events?path=${encodeURIComponent(path)}`);
    if (source) source.onmessage = event => hear(JSON.parse(event.data));
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", event => { if (event.persisted) listen(); });
  listen();
})();
