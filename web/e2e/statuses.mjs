// What a status looks like: the colours that the browser has painted, in each of the three views and both themes.
import { until } from './processes.mjs';

/** R176 to R180, as hues of the circle; gray has hardly any. */
const palette = {
  printing: { word: 'Printing', colour: 'green', from: 120, to: 165 },
  ready: { word: 'Ready', colour: 'blue', from: 205, to: 235 },
  waiting: { word: 'Waiting', colour: 'purple', from: 255, to: 290 },
  needs_configuration: { word: 'Needs configuration', colour: 'yellow', from: 38, to: 60 },
  offline: { word: 'Offline', colour: 'gray', most: 0.25 },
};

/** Where each view paints the status: the border of a tile and of a card, the edge of a line. */
const painted = {
  cameras: ['.tile', 'background-color'],
  full: ['.full', 'border-top-color'],
  compact: ['.compact tbody tr', 'box-shadow'],
};

const virtual = (name) => ({ driver: 'virtual', name, ams_units: 0 });

/** One printer of each status. */
export async function oneOfEach(gantry, refused) {
  const add = async (name) => (await gantry.fuseCall('/api/printers', { method: 'POST', body: virtual(name) })).printer.id;
  const tell = (id, body) => gantry.fuseCall(`/api/printers/${id}/simulation`, { method: 'POST', body });
  await add('Virtual ready');
  await tell(await add('Virtual printing'), { test_print: { seconds: 3600 } });
  await tell(await add('Virtual offline'), { online: false });
  const waiting = await add('Virtual waiting');
  await tell(waiting, { test_print: { seconds: 3600 } });
  await until('a print to pause', async () => (await viewOf(gantry, waiting)).status === 'printing');
  await gantry.fuseCall(`/api/printers/${waiting}/command`, { method: 'POST', body: { action: 'pause' } });
  const { printer } = (await gantry.fuseCall('/api/printers')).find((view) => view.printer.name === refused.name);
  await gantry.fuseCall(`/api/printers/${printer.id}`, { method: 'PATCH', body: { access_code: '00000000' } });
  await until('each status in the Cloud', async () => {
    const seen = new Set((await gantry.cloudCall('/api/printers')).map(({ status }) => status));
    return Object.keys(palette).every((status) => seen.has(status));
  }, { limitMs: 60_000 });
}

async function viewOf(gantry, id) {
  return (await gantry.fuseCall('/api/printers')).find(({ printer }) => printer.id === id);
}

/** Runs in the page: of each status the colour that is painted for it, as red, green and blue, and its words. */
function readColours([selector, property]) {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return Array.from(canvas.getImageData(0, 0, 1, 1).data).slice(0, 3);
  };
  const found = {};
  for (const place of document.querySelectorAll(selector)) {
    const { status } = place.dataset;
    if (!status || place.hidden) continue;
    const value = getComputedStyle(place).getPropertyValue(property);
    const colour = /(?:rgba?|color|oklab|color-mix)\([^()]*\)/.exec(value)?.[0] ?? value;
    (found[status] ??= []).push({ rgb: rgb(colour), words: place.textContent });
  }
  return found;
}

function hueAndSaturation([red, green, blue]) {
  const most = Math.max(red, green, blue);
  const range = most - Math.min(red, green, blue);
  if (range === 0) return { hue: 0, saturation: 0 };
  const sixth = most === red ? ((green - blue) / range + 6) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return { hue: sixth * 60, saturation: range / most };
}

function judge(where, { word, colour, from, to, most }, { rgb, words }) {
  if (!words.includes(word)) throw new Error(`${where}: the word "${word}" is missing`);
  const { hue, saturation } = hueAndSaturation(rgb);
  const fits = colour === 'gray' ? saturation <= most : saturation > 0.4 && hue >= from && hue <= to;
  if (!fits) throw new Error(`${where}: rgb(${rgb}) is not ${colour}`);
}

/** Every view paints every status in its colour and with its word, and the three views the same one. */
export async function checkPalette(page, gantry) {
  for (const scheme of ['dark', 'light']) {
    const first = {};
    for (const [view, place] of Object.entries(painted)) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto(`${gantry.cloudUrl}/?view=${view}`);
      const found = await until(`every status in ${view}`, async () => {
        const now = await page.evaluate(readColours, place);
        return Object.keys(palette).every((status) => now[status]) && now;
      });
      for (const [status, wanted] of Object.entries(palette)) {
        for (const one of found[status]) judge(`${view}, ${scheme}, ${status}`, wanted, one);
        const rgb = String(found[status][0].rgb);
        first[status] ??= rgb;
        if (first[status] !== rgb) throw new Error(`${status} is rgb(${rgb}) in ${view} and rgb(${first[status]}) elsewhere, ${scheme}`);
      }
    }
    console.log(`${scheme}: ${Object.entries(first).map(([status, rgb]) => `${status} rgb(${rgb})`).join(', ')}`);
  }
}
