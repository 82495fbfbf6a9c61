// Playing a camera as a person does: find the printer's tile or card, click, look.
import { until } from './processes.mjs';
import { measure, median, selectedPair } from './picture.mjs';

const framesToSee = { jpeg: 20, h264: 60 };

/** The Cloud's Cameras view, signed in by cookie. `policy` 'relay' makes both sides use TURN only. */
export async function openCloud(browser, gantry, { policy, cookie = gantry.cookie } = {}) {
  const [name, value] = cookie.split('=');
  await browser.context.addCookies([{ name, value, url: gantry.cloudUrl, httpOnly: true, sameSite: 'Strict' }]);
  return browser.page(`${gantry.cloudUrl}/?view=cameras${policy ? `&policy=${policy}` : ''}`);
}

export const cloudTile = (page, printer) => page.locator(`[data-printer-name="${printer.name}"]`).first();

export async function playInCloud(page, printer, frames) {
  const tile = cloudTile(page, printer);
  await tile.waitFor();
  await tile.getByRole('button', { name: /^(Stream|Watch)/ }).first().click();
  return observe(page, tile, printer, frames);
}

export async function stopInCloud(page, printer) {
  const tile = cloudTile(page, printer);
  await tile.hover();
  await tile.getByRole('button', { name: /Close/ }).click();
  await tile.locator('video').waitFor({ state: 'detached' });
}

export async function playInFuse(page, printer) {
  const card = page.locator(`[data-printer-name="${printer.name}"]`).first();
  await card.waitFor();
  await card.getByRole('button', { name: /^Camera/ }).click();
  return observe(page, card, printer);
}

async function observe(page, tile, printer, wanted = framesToSee[printer.camera === 'rtsps' ? 'h264' : 'jpeg']) {
  const seen = await until(`${wanted} frames of ${printer.name}`, async () => {
    const error = await tile.getAttribute('data-live-state');
    if (error === 'error') throw new Error(`${printer.name}: ${await tile.innerText()}`);
    const now = await measure(tile);
    return now.frames >= wanted && now;
  }, { limitMs: 40_000 });
  const pair = await selectedPair(page);
  return {
    frames: pair.framesDecoded,
    videoBytes: pair.videoBytes,
    firstFrameMs: seen.firstFrameMs,
    latencyMs: Math.round(median(seen.delays.slice(Math.min(5, wanted - 1)))),
    size: `${seen.width}x${seen.height}`,
    pair: `${pair.local}/${pair.remote}`,
    relayProtocol: pair.relayProtocol,
  };
}

/** Medians, in ms, of so many clicks: until the first picture, and how old the pictures are. `before` comes before each. */
export async function measureClicks(page, printer, { times = 10, before = async () => {} } = {}) {
  const first = [];
  const latency = [];
  for (let click = 0; click < times; click += 1) {
    await before();
    const seen = await playInCloud(page, printer);
    first.push(seen.firstFrameMs);
    latency.push(seen.latencyMs);
    await stopInCloud(page, printer);
  }
  return { first: median(first), latency: median(latency) };
}
