// Firefox, driven by Puppeteer over WebDriver BiDi; schemes and reduced motion are preferences of its profile.
export async function open(require, { dark, width, height }) {
  const puppeteer = require("puppeteer-core");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
    headless: true,
    args: [`--width=${width}`, `--height=${height}`],
    extraPrefsFirefox: {
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      "ui.prefersReducedMotion": dark ? 1 : 0,
    },
  });
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  return {
    version: await browser.version(),
    go: address => page.goto(address),
    walk: () => page.evaluate(() => self.walkPage()),
    picture: path => page.screenshot({ path }),
    close: () => browser.close(),
  };
}
