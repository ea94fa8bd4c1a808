/* What comes before the text, in a file of its own: scripts within pages are what strict hosts refuse. */

const { documentElement, currentScript } = document;

// Browsers fetch fonts only once they know the style sheets. From a disk they cannot be told ahead; there the text
// waits for its fonts, which are near. It waits for all sheets: a further one makes the faces anew, as it has them.
const preload = href => {
  const attributes = { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href };
  document.head.append(Object.assign(document.createElement("link"), attributes));
};

const show = () => {
  for (const face of document.fonts) face.display = "block";
  documentElement.style.display = "";
};

if (location.protocol === "file:") {
  documentElement.style.display = "none";
  document.addEventListener("load", () => {
    if (document.body && [...document.querySelectorAll("link[rel=stylesheet]")].every(({ sheet }) => sheet)) show();
  }, true);
  addEventListener("load", show);
} else currentScript.dataset.fonts.split(" ").forEach(preload);

// Without its script a page is as it is without any.
const doWithout = () => {
  for (const part of document.querySelectorAll("noscript")) part.outerHTML = part.textContent;
};
document.addEventListener("error", ({ target }) => {
  if (!target.matches?.("script[async]")) return;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", doWithout);
  else doWithout();
}, true);
