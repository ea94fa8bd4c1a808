/* The element <klsim-figure src="https://…/article/figure/" state="step_size=0.2">, a figure of a site in any page.
   Until it is there, and where it does not come, the page shows what stands within the element, such as its picture.
   A link of class `klsim-run` to a state of a figure that is in the page has that figure go there. */

import { reducedMotion } from "./preferences.js";

const NAME = "klsim-figure";
const RUN = "a.klsim-run[href]";
const HEIGHT = "klsim/height/1";
const PROTOCOLS = ["https:", "http:", "file:"];
const AHEAD = { rootMargin: "400px" }; // so near to the screen it is loaded

const rules = new CSSStyleSheet(); // which pages with strict headers let through
rules.replaceSync(`
  :host { display: block; position: relative; }
  iframe { position: absolute; width: 100%; border: 0; visibility: hidden; }
  .here { position: static; display: block; visibility: visible; }
  ::slotted(img) { max-width: 100%; height: auto; }
`);

class KlsimFigure extends HTMLElement {
  static observedAttributes = ["src", "state", "ui"];

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [rules];
    this.slotted = this.shadowRoot.appendChild(document.createElement("slot"));
    this.nearness = new IntersectionObserver(entries => entries.at(-1).isIntersecting && this.open(), AHEAD);
  }

  connectedCallback() {
    addEventListener("message", this);
    if (!this.frame) this.nearness.observe(this);
  }

  disconnectedCallback() {
    removeEventListener("message", this);
    this.nearness.disconnect();
  }

  attributeChangedCallback() {
    const { address } = this;
    if (this.frame && address) this.frame.contentWindow?.location.replace(address);
  }

  // Where the figure stands alone, in the state that is asked for; null where the attributes name no such place.
  get address() {
    const read = name => this.getAttribute(name) ?? "";
    if (!URL.canParse(read("src"), document.baseURI)) return null;
    const url = new URL(read("src"), document.baseURI);
    if (!PROTOCOLS.includes(url.protocol)) return null;
    url.pathname = url.pathname.replace(/\/?(embed\.html)?$/, "/embed.html");
    url.search = read("ui") && `ui=${read("ui")}`;
    url.hash = read("state") && `${url.pathname.split("/").at(-2)}?${read("state")}`;
    return url;
  }

  open() {
    const { address } = this;
    if (!address || this.frame) return;
    this.nearness.disconnect();
    const title = this.title || this.querySelector("img")?.alt || "A figure that plays";
    this.frame = Object.assign(document.createElement("iframe"), { src: address, title, allow: "clipboard-write" });
    this.shadowRoot.append(this.frame);
  }

  // The figure tells how high it is: it and nobody else. Files have no origin.
  handleEvent({ data, origin, source }) {
    const { frame, address } = this;
    if (!frame || source !== frame.contentWindow || !address) return;
    if (origin !== (address.protocol === "file:" ? "null" : address.origin)) return;
    if (data?.type !== HEIGHT || !(data.height > 0)) return;
    frame.style.height = `${data.height}px`;
    frame.className = "here";
    this.slotted.remove();
  }
}

// The figure in this page to which a link leads.
const targetOf = link =>
  [...document.querySelectorAll(NAME)].find(({ address }) => address && address.pathname === link.pathname);

const follow = event => {
  const link = event.target.closest?.(RUN);
  const figure = link && targetOf(link);
  if (!figure || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  figure.setAttribute("state", link.hash.split("?")[1] ?? "");
  figure.open();
  figure.scrollIntoView({ block: "nearest", behavior: reducedMotion.matches ? "auto" : "smooth" });
};

if (!customElements.get(NAME)) {
  customElements.define(NAME, KlsimFigure);
  addEventListener("click", follow);
}
