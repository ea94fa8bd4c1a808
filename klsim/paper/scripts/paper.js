/* Makes a page ready to be printed: every figure in the state that its author chose, below it small pictures of states
   that the text leads to, and links that still lead somewhere from paper. */

const MOST_WAITING_MS = 30_000;

let kept; // gives the states of figures, and goes to others

addEventListener("klsim:start", ({ detail }) => { kept = detail; }, { once: true });

const until = async (isSo, what) => {
  const end = performance.now() + MOST_WAITING_MS;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what} does not come`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};

const loadImages = () => Promise.all([...document.images].map(image => {
  image.loading = "eager";
  return image.decode().catch(() => {}); // what cannot be shown is not shown in the page either
}));

// Goes to a state of a figure, and is done when its numbers are here.
const show = async (id, query) => {
  const status = document.querySelector(`#${CSS.escape(id)} .status`);
  status.textContent = "";
  kept.restore({ [id]: query });
  await until(() => status.textContent, `#${id}?${query}`);
};

// The panels of a figure as they are printed, and how they are told.
const copyPanels = figure => {
  dispatchEvent(new Event("beforeprint"));
  const panels = figure.querySelector(".pane .panels").cloneNode(true);
  dispatchEvent(new Event("afterprint"));
  for (const canvas of panels.querySelectorAll("canvas")) canvas.remove();
  panels.removeAttribute("tabindex");
  return panels;
};

// A tag of a picture has words only where these are of an image itself, and the image is none of a larger one.
const tagPanels = () => {
  for (const panels of document.querySelectorAll(".panels[role=img]")) {
    panels.removeAttribute("role");
    panels.querySelector("img").alt = panels.getAttribute("aria-label");
  }
};

const addStrip = async (id, states) => {
  const figure = document.getElementById(id);
  const strip = Object.assign(document.createElement("div"), { className: "strip" });
  for (const query of states) {
    await show(id, query);
    await loadImages();
    strip.append(copyPanels(figure));
  }
  figure.querySelector(".panes").after(strip);
};

// Links within the article stay within it; all others lead to the web.
const lead = address => {
  for (const link of document.querySelectorAll("a[href]")) {
    const written = link.getAttribute("href");
    const isHere = written.startsWith("#") && document.getElementById(decodeURIComponent(written.slice(1)));
    if (!isHere) link.href = new URL(written, address).href;
  }
};

self.preparePaper = async ({ address, css, figures }) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  for (const anchor of document.querySelectorAll(".anchor")) anchor.remove(); // bookmarks would name them
  dispatchEvent(new Event("beforeprint")); // which makes figures, if nothing has
  dispatchEvent(new Event("afterprint"));
  if (figures.length) await until(() => kept, "the script of the page");
  for (const { id, still, strip } of figures) {
    await addStrip(id, strip);
    await show(id, still);
  }
  tagPanels();
  lead(address);
  await loadImages();
  await document.fonts.ready;
  return document.title;
};
