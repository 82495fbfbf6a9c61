// Looking at a page as people see it: at four sizes and both schemes a screenshot, nothing wider than the screen,
// nothing that axe finds, no console error.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Chromium draws this page no more, though its script runs: seen after a change of its size on a busy machine, where
 * neither another size nor another window helped. That says nothing of Gantry: whoever sees it begins again, once.
 */
export class StalledBrowser extends Error {}

export const looks = [
  { name: '1440-dark', width: 1440, height: 900, scheme: 'dark' },
  { name: '1440-light', width: 1440, height: 900, scheme: 'light' },
  { name: '390-dark', width: 390, height: 844, scheme: 'dark' },
  { name: '320-light', width: 320, height: 640, scheme: 'light' },
];

export const lookOf = (wanted) => looks.find(({ name }) => name === wanted);

/** What is opened now is opened in this look. */
export async function prepare(page, { width, height, scheme }) {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
}

export async function wear(page, look) {
  const { scheme } = look;
  await prepare(page, look);
  // Not asked with each frame, as it would be: there may be none.
  await page.waitForFunction((wanted) => document.documentElement.dataset.mantineColorScheme === wanted, scheme, { polling: 20 });
  await settle(page);
}

async function settle(page) {
  if (!(await page.evaluate(settled))) throw new StalledBrowser(`Chromium draws ${page.url()} no more`);
}

/**
 * Runs in the page: two frames, the pictures on the screen, then the end of every transition that does not repeat. A
 * picture that nobody sees may never be fetched, and a transition may be replaced by another: neither is waited for long.
 * False when there was no frame in 20 s.
 */
async function settled() {
  const frame = () => new Promise((done) => requestAnimationFrame(() => done(true)));
  const limit = new Promise((done) => setTimeout(() => done(false), 20_000));
  const forAWhile = (all) => Promise.race([Promise.allSettled(all), new Promise((done) => setTimeout(done, 3000))]);
  if (!(await Promise.race([frame().then(frame), limit]))) return false;
  const onScreen = (image) => image.getBoundingClientRect().top < innerHeight;
  await forAWhile([...document.images].filter(onScreen).map((image) => image.decode()));
  const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
  await forAWhile(ending.map((one) => one.finished));
  return true;
}

/** Runs in the page: what is skipped off screen has no colours of now. */
function drawEverything() {
  const all = new CSSStyleSheet();
  all.replaceSync('* { content-visibility: visible !important }');
  document.adoptedStyleSheets = [all];
}

/** axe without a script element, which the pages' own policy would refuse. */
async function violations(page) {
  await page.evaluate(drawEverything);
  await settle(page);
  try {
    return await asked(page);
  } finally {
    await page.evaluate(() => void (document.adoptedStyleSheets = []));
  }
}

function asked(page) {
  const text = `(async () => { const module = {exports: {}}; ${axe}; const found = await (window.axe ?? module.exports)
    .run(document, {resultTypes: ['violations']});
    return found.violations.map(({id, nodes}) => id + ' at ' + nodes.map(({target}) => target.join(' ')).join(', ')); })()`;
  return page.evaluate(text);
}

/** Throws what is wrong with the page as it is now; the screenshot is kept either way. */
export async function check(page, folder, name) {
  await page.screenshot({ path: join(folder, `${name}.png`) });
  const { width } = page.viewportSize();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) throw new Error(`${name}: ${wide} pixels wide on a screen of ${width}`);
  const found = await violations(page);
  if (found.length > 0) throw new Error(`${name}: ${found.join('; ')}`);
  if (page.errors.length > 0) throw new Error(`${name}: ${page.errors.join('; ')}`);
}
