// Headless Chromium, and what a page must carry so that a program can see what a person sees.
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { watchVideos } from './picture.mjs';

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  // Everything is on loopback, whose candidates a browser otherwise hides or leaves out.
  // Names of this machine, for pages that are opened from elsewhere.
  '--host-resolver-rules=MAP *.test 127.0.0.1',
  '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns',
];

export class Browser {
  /** `program` starts Chromium, elsewhere perhaps; `further` are more of its flags. */
  static async start({ program = process.env.CHROMIUM ?? '/usr/bin/chromium', further = [] } = {}) {
    const browser = new Browser();
    browser.server = await chromium.launchServer({ executablePath: program, headless: true, args: [...flags, ...further] });
    browser.connection = await chromium.connect(browser.server.wsEndpoint());
    await browser.#open();
    return browser;
  }

  async #open() {
    this.context = await this.connection.newContext({ viewport: { width: 1440, height: 900 } });
    await this.context.addInitScript(watchVideos);
  }

  /** Somebody else: pages with cookies of their own. Ends with the browser it came from. */
  async another() {
    const other = new Browser();
    other.server = this.server;
    other.connection = this.connection;
    await other.#open();
    return other;
  }

  /** A page that collects the console errors it must not have. */
  async page(url) {
    const page = await this.context.newPage();
    page.errors = [];
    page.on('console', (message) => message.type() === 'error' && page.errors.push(`${message.text()} ${message.location().url}`));
    page.on('pageerror', (error) => page.errors.push(String(error)));
    await page.goto(url);
    return page;
  }

  /** What every open page shows, for whoever looks into a failure. */
  async shotOfAll(folder) {
    const pages = this.connection.contexts().flatMap((context) => context.pages());
    for (const [index, page] of pages.entries())
      await page.screenshot({ path: join(folder, `failed-${index}.png`), fullPage: true }).catch(() => {});
  }

  /** The same in words, a line for each page, for whoever has nothing but what was printed. */
  async textOfAll() {
    const pages = this.connection.contexts().flatMap((context) => context.pages());
    const text = (page) => page.locator('body').innerText({ timeout: 5000 }).catch((error) => error.message);
    return Promise.all(pages.map(async (page) => `${page.url()} shows: ${(await text(page)).replaceAll(/\s*\n\s*/g, ' | ').slice(0, 1500)}`));
  }

  /** Ends the browser at once, as a crash or a pulled plug would: no goodbye is sent. */
  crash() {
    return this.server.kill();
  }

  stop() {
    return this.server.close();
  }
}
