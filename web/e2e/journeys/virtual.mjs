// Virtual printers from adding them to deleting one that is watched: live video in the card and in the Cloud, a test
// print through all of its stages, errors, offline and online, and the limit of twenty.
import { readFileSync } from 'node:fs';
import { until } from '../processes.mjs';
import { cloudTile, openCloud, playInCloud, playInFuse } from '../watch.mjs';

export const options = { printers: [] };

const card = (page, name) => page.locator(`[data-printer-name="${name}"]`);
const demo = (name) => ({ name, camera: 'generated' });

async function add(page, name, model, nozzle) {
  await page.getByRole('button', { name: 'Add Manually' }).click();
  await page.getByRole('menuitem', { name: 'Virtual Printer' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add Virtual Printer' });
  await dialog.getByLabel('Printer Name').fill(name);
  if (model) await dialog.getByLabel('Model').selectOption(model);
  if (nozzle) await dialog.getByLabel('Nozzle').selectOption(nozzle);
  return dialog;
}

async function openControls(page, name) {
  await card(page, name).getByRole('button', { name: `Simulate ${name}` }).click();
  const controls = page.getByRole('dialog', { name: `Virtual Printer Controls: ${name}` });
  await controls.getByRole('switch', { name: 'Online/Offline Toggle' }).waitFor();
  return controls;
}

const close = (dialog) => dialog.getByRole('button', { name: 'Close dialog' }).click();

/** Starts a print and notes each stage as it comes. */
async function print(controls, shot, page) {
  await controls.getByLabel('Job name').fill('Benchy');
  await controls.getByLabel('Length').selectOption('30 seconds');
  await controls.getByRole('button', { name: 'Start Test Print' }).click();
  const seen = [];
  const finished = controls.getByText('Benchy · Finished');
  const current = controls.getByRole('list', { name: 'Stages' }).locator('[aria-current]');
  await until('the end of the print', async () => {
    const stage = (await current.allInnerTexts())[0]?.split(/\W/)[0];
    if (stage && stage !== seen.at(-1)) seen.push(stage);
    if (stage === 'Layers' && !seen.shot) {
      seen.shot = true;
      await shot(page, 'printing');
    }
    return finished.isVisible();
  }, { limitMs: 90_000 });
  console.log(`the print went through ${seen.join(', ')}`);
  if (seen.join() !== 'Prepare,Heat,Layers,Finish') throw new Error(`stages were ${seen.join()}`);
}

async function setAndClearError(page, name, controls) {
  await controls.getByRole('button', { name: 'Set HMS Error' }).click();
  const text = await controls.getByRole('list', { name: 'Errors that are set' }).innerText();
  const code = /HMS_[0-9A-F_]+/.exec(text)[0];
  await card(page, name).getByText(code).waitFor();
  return code;
}

const ticks = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
};

/** Cores that Fuse uses while nobody looks at its twenty printers. */
async function unwatchedCores(pid, doing, most) {
  const measuredFor = 15;
  const before = ticks(pid);
  await new Promise((done) => setTimeout(done, measuredFor * 1000));
  const cores = (ticks(pid) - before) / 100 / measuredFor;
  console.log(`20 virtual printers that ${doing} and that nobody watches: ${cores.toFixed(3)} core`);
  if (cores > most) throw new Error(`no more than ${most} core was expected`);
}

export async function journey({ gantry, browser, shot }) {
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  const form = await add(page, 'Demo 1');
  await shot(page, 'add');
  await form.getByRole('button', { name: 'Add Printer' }).click();
  await card(page, 'Demo 1').getByText('Connected', { exact: true }).waitFor();
  await (await add(page, 'Demo 2', 'A1 Mini', '0.2 mm')).getByRole('button', { name: 'Add Printer' }).click();
  await card(page, 'Demo 2').getByText('Connected', { exact: true }).waitFor();
  await card(page, 'Demo 2').getByText('Virtual', { exact: true }).waitFor();
  const live = await playInFuse(page, demo('Demo 1'));
  console.log(`card: ${live.frames} frames of ${live.size}, the first after ${live.firstFrameMs} ms`);
  await shot(page, 'cards');
  // A card that still plays when the printer goes asks for it once more, and is refused.
  await card(page, 'Demo 1').getByRole('button', { name: 'Camera of Demo 1' }).click();

  const controls = await openControls(page, 'Demo 1');
  await shot(page, 'controls');
  await print(controls, shot, page);
  const code = await setAndClearError(page, 'Demo 1', controls);
  await controls.getByRole('list', { name: 'Errors that are set' }).scrollIntoViewIfNeeded();
  await shot(page, 'error');
  await controls.getByRole('button', { name: 'Clear HMS Errors' }).click();
  await card(page, 'Demo 1').getByText(code).waitFor({ state: 'detached' });

  // A picture that is asked for when the printer goes is refused, which the console would show.
  await controls.locator('[aria-busy=false]').waitFor();
  const toggle = controls.getByRole('switch', { name: 'Online/Offline Toggle' });
  await toggle.click();
  await card(page, 'Demo 1').getByText('Disconnected').waitFor();
  await shot(page, 'offline');
  await toggle.click();
  await card(page, 'Demo 1').getByText('Connected', { exact: true }).waitFor();
  await close(controls);

  const cloud = await openCloud(browser, gantry);
  await cloudTile(cloud, demo('Demo 1')).getByRole('img', { name: 'Demo 1, latest snapshot' }).first().waitFor();
  const far = await playInCloud(cloud, demo('Demo 2'));
  console.log(`Cloud: ${far.frames} frames of ${far.size}, the first after ${far.firstFrameMs} ms`);
  await shot(cloud, 'cloud');
  await cloud.close();

  for (let count = 3; count <= 20; count += 1) {
    await gantry.fuseCall('/api/printers', { method: 'POST', body: { driver: 'virtual', name: `Demo ${count}` } });
  }
  const full = await add(page, 'Demo 21');
  await full.getByText('This Fuse has all of its 20 virtual printers. Delete one to add another.').waitFor();
  await shot(page, 'limit');
  await close(full);
  const refused = await gantry.fuseCall('/api/printers', { method: 'POST', body: { driver: 'virtual', name: 'Demo 21' } }).catch(String);
  if (!/no more than 20 virtual printers/.test(refused)) throw new Error(`the 21st: ${JSON.stringify(refused)}`);

  await playInFuse(page, demo('Demo 2'));
  await card(page, 'Demo 2').getByRole('button', { name: 'Delete Demo 2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete Demo 2' }).click();
  await card(page, 'Demo 2').waitFor({ state: 'detached' });
  await (await add(page, 'Demo 21')).getByRole('button', { name: 'Add Printer' }).click();
  await card(page, 'Demo 21').getByText('Connected', { exact: true }).waitFor();
  await page.close();
  const { pid } = gantry.fuse.child;
  const cameras = (what, are) => until(`every camera ${what}`, async () => {
    const all = await gantry.fuseCall('/api/printers');
    return all.every(({ camera }) => are(camera)) && all;
  }, { limitMs: 90_000 });
  const views = await cameras('closed', ({ state }) => state === 'closed');
  await unwatchedCores(pid, 'are idle', 0.1);
  const begun = Date.now();
  for (const { printer } of views) {
    await gantry.fuseCall(`/api/printers/${printer.id}/simulation`, { method: 'POST', body: { test_print: { seconds: 7200 } } });
  }
  await cameras('pictured while it prints', ({ picture_at: at }) => at > begun);
  await unwatchedCores(pid, 'print', 0.5);
}
