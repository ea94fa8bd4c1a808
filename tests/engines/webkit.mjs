// WebKit as GTK has it, driven by its own WebDriver; schemes and reduced motion are settings of GTK.
import { spawn } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE_MS = 600_000;

export async function open(_, { dark, width, height }) {
  const home = await mkdtemp(join(tmpdir(), "webkit-"));
  await mkdir(join(home, "gtk-3.0"));
  const settings = `[Settings]\ngtk-application-prefer-dark-theme=${Number(dark)}\ngtk-enable-animations=${Number(!dark)}\n`;
  await writeFile(join(home, "gtk-3.0", "settings.ini"), settings);
  const port = 10_000 + Math.floor(Math.random() * 40_000);
  const driver = spawn("xvfb-run", ["-a", "-s", "-screen 0 1600x1400x24", "WebKitWebDriver", `--port=${port}`], {
    env: { ...process.env, XDG_CONFIG_HOME: home, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" },
    stdio: "ignore",
    detached: true,
  });

  async function ask(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  }

  async function begin() {
    const browser = { binary: process.env.MINI_BROWSER, args: ["--automation"] };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": browser } };
    for (let tries = 0; ; tries++) {
      try {
        return await ask("POST", "/session", { capabilities });
      } catch (error) {
        if (tries === 50) throw error;
        await new Promise(done => setTimeout(done, 200));
      }
    }
  }

  const { sessionId, capabilities } = await begin();
  const session = `/session/${sessionId}`;
  await ask("POST", `${session}/timeouts`, { script: PATIENCE_MS, pageLoad: 60_000 });
  const [more, taller] = await inner();
  await ask("POST", `${session}/window/rect`, { x: 0, y: 0, width: width + more, height: height + taller });

  // How much larger a window is than its page.
  async function inner() {
    await ask("POST", `${session}/window/rect`, { x: 0, y: 0, width, height });
    const script = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
    return ask("POST", `${session}/execute/sync`, { script, args: [] });
  }

  return {
    version: `${capabilities.browserName} ${capabilities.browserVersion}`,
    go: url => ask("POST", `${session}/url`, { url }),
    walk: () => ask("POST", `${session}/execute/async`, { script: "self.walkPage().then(arguments[0])", args: [] }),
    picture: async path => writeFile(path, await ask("GET", `${session}/screenshot`), "base64"),
    close: async () => {
      await ask("DELETE", session).catch(() => {});
      process.kill(-driver.pid);
      await rm(home, { recursive: true, force: true });
    },
  };
}
