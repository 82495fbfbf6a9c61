// Pictures without anybody watching: the Cloud's tiles show them while the printers print, and for everything that ends
// them there is the "No preview" placeholder at once, with its reason in sight, on hover and on focus.
import { FuseClient } from '../fuse_client.mjs';
import { wear, looks } from '../look.mjs';
import { until } from '../processes.mjs';
import { rack } from '../racks.mjs';
import { cloudTile, openCloud, playInCloud, stopInCloud } from '../watch.mjs';

export const options = { printers: ['p1s', 'x1c'] };

const problem = (code, detail) => ({ code, detail });
const offline = { connection: 'offline', problem: problem('offline', 'The printer is switched off.') };

/** Printers of another Fuse, one for each reason that no picture of them was ever there. */
const others = [
  { name: 'Without a camera', printer: { camera: 'none' }, reason: 'This printer has no camera.' },
  { name: 'Just added', reason: 'No picture has come yet.' },
  { name: 'Switched off', state: offline, reason: 'The printer is switched off.' },
  { name: 'Upload fails', problem: problem('storage', 'The disk is full.'), reason: 'No picture came: The disk is full.' },
].map((one, index) => Object.assign(one, { id: `farm-${index}` }));

export async function journey({ gantry, browser, shot }) {
  const page = await openCloud(browser, gantry);
  for (const printer of gantry.printers) await seesPicture(page, printer);
  await shot(page, 'snapshots');
  const set = (body) => gantry.fuseCall('/api/settings', { method: 'PATCH', body });

  await switchSnapshots({ page, gantry, shot, set });

  await set({ remote_stream_enabled: false });
  for (const printer of gantry.printers) {
    const tile = cloudTile(page, printer);
    await tile.getByText('Remote camera streaming is disabled').waitFor();
    await seesPicture(page, printer);
    const filter = await tile.locator('.picture-poster').evaluate((poster) => getComputedStyle(poster).filter);
    if (filter !== 'none') throw new Error(`a snapshot that goes on looks old: ${filter}`);
  }
  await shot(page, 'remote-off');

  await set({ cameras_enabled: false });
  for (const printer of gantry.printers) await seesNoPreview(page, printer, 'Cameras are off on its Fuse.');
  await until('no picture left', async () => (await page.locator('.picture :is(img, canvas)').count()) === 0);
  await until('no camera open', async () => {
    const views = await gantry.fuseCall('/api/printers');
    return views.every(({ camera }) => camera.state === 'disabled');
  });
  await shot(page, 'cameras-off');

  const fuse = new FuseClient(gantry);
  try {
    await showOthers(fuse);
    await everyReason(page, gantry, shot);
  } finally {
    fuse.stop();
  }
}

async function seesPicture(page, printer) {
  const picture = cloudTile(page, printer).getByAltText(`${printer.name}, latest snapshot`);
  await picture.waitFor();
  await until(`the picture of ${printer.name}`, () => picture.evaluate((image) => image.complete && image.naturalWidth >= 1000));
}

/** The placeholder goes up at once, also over what a stream left behind, and down again. */
async function switchSnapshots({ page, gantry, shot, set }) {
  const [first] = gantry.printers;
  await set({ snapshots_enabled: false });
  for (const printer of gantry.printers) await seesNoPreview(page, printer, 'Snapshots are off on its Fuse.', 1000);
  await until('no picture left', async () => (await page.locator('.picture :is(img, canvas)').count()) === 0, { limitMs: 1000 });
  await playInCloud(page, first);
  await stopInCloud(page, first);
  await seesNoPreview(page, first, 'Snapshots are off on its Fuse.');
  await shot(page, 'snapshots-off');
  const stage = cloudTile(page, first).getByRole('button', { name: `Stream ${first.name}` });
  await stage.focus();
  const described = await stage.evaluate((button) => document.getElementById(button.getAttribute('aria-describedby'))?.innerText);
  if (described !== 'Snapshots are off on its Fuse.') throw new Error(`with the focus it says "${described}"`);
  await set({ snapshots_enabled: true });
  for (const printer of gantry.printers) await seesPicture(page, printer);
}

async function showOthers(fuse) {
  await fuse.join();
  await fuse.show(others.map(({ id, name, printer, state }, index) => {
    const usual = rack(index, 0);
    return { printer: { ...usual.printer, id, name, ...printer }, state: { ...usual.state, ...state } };
  }));
  for (const { id, problem: why } of others) if (why) fuse.send({ type: 'snapshot', printer: id, taken_at: 0, problem: why });
}

/** In each view that has pictures, at each size. */
async function everyReason(page, gantry, shot) {
  for (const view of ['full', 'cameras']) {
    await page.goto(`${gantry.cloudUrl}/?view=${view}`);
    const seen = others.filter(({ printer }) => view === 'full' || printer?.camera !== 'none');
    for (const look of [...looks.slice(1), looks[0]]) {
      await wear(page, look);
      for (const other of seen) await seesNoPreview(page, other, other.reason);
    }
    await shot(page, `no-preview-${view}`);
  }
  const [cameraless] = others;
  await page.getByRole('link', { name: 'Just added' }).waitFor();
  await page.goto(`${gantry.cloudUrl}/printers/${cameraless.id}`);
  await seesNoPreview(page, cameraless, cameraless.reason);
  await shot(page, 'no-preview-printer');
}

/** Words and reason are seen: drawn, within the picture, and over nothing else of it; the reason is also its title. */
async function seesNoPreview(page, printer, reason, limitMs = 10_000) {
  const tile = cloudTile(page, printer);
  const words = tile.getByText('No preview', { exact: true });
  const why = tile.getByText(reason, { exact: true });
  for (const text of [words, why]) await text.waitFor({ timeout: limitMs });
  await words.scrollIntoViewIfNeeded();
  const wrong = await why.evaluate((element, expected) => {
    const picture = element.closest('.picture');
    const frame = picture.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    if (!picture.title.includes(expected)) return `its title is "${picture.title}"`;
    if (box.top < frame.top || box.bottom > frame.bottom || box.left < frame.left || box.right > frame.right) return 'it is cut off';
    for (let above = element; above !== picture; above = above.parentElement) if (Number(getComputedStyle(above).opacity) < 1) return 'it is faint';
    const covers = [...picture.querySelectorAll('.tile-name, .badge, .picture-corner > *, .picture-ways *')].some((other) => {
      const over = other.getBoundingClientRect();
      return over.width > 0 && over.left < box.right && box.left < over.right && over.top < box.bottom && box.top < over.bottom;
    });
    return covers ? 'something stands over it' : '';
  }, reason);
  if (wrong) throw new Error(`"${reason}" of ${printer.name}: ${wrong}`);
}
