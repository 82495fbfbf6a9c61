// A farm on the Cloud's dashboard: every camera at once, a frame saved, tags and who sees which, the same done to several
// printers, a Fuse renamed, and a screen on the wall that goes dark when its link is revoked.
import { dialog, press } from '../people.mjs';
import { until } from '../processes.mjs';
import { openCloud } from '../watch.mjs';

export const options = { printers: ['p1s', 'x1c', 'a1', 'p1s'], base: '127.0.41.1' };

const guest = { name: 'Gina Guest', email: 'gina@example.com', password: 'looking is not touching', role: 'operator' };

const tileOf = (page, printer) => page.locator(`[data-live-state][data-printer-name="${printer.name}"]`);
const liveTiles = (page) => page.locator('[data-live-state="live"]').count();
const group = (page, name) => page.getByRole('group', { name });

export async function journey(stage) {
  const page = await openCloud(stage.browser, stage.gantry);
  await watchAll(stage, page);
  await useTheTools(stage, page);
  await tagThem(stage, page);
  await limitAGuest(stage, page);
  await doItToSeveral(stage, page);
  await renameTheFuse(stage, page);
  await hangAWall(stage, page);
}

async function watchAll({ gantry, shot }, page) {
  const { length } = gantry.printers;
  await page.getByRole('button', { name: 'Watch All' }).click();
  await until('every camera live', async () => (await liveTiles(page)) === length, { limitMs: 40_000 });
  await shot(page, 'watch-all');
  await page.getByRole('combobox', { name: 'How many at once' }).selectOption('≤ 4');
  // A small screen shows one or two: the others pause, and come back when they are scrolled to.
  await page.setViewportSize({ width: 390, height: 420 });
  const last = page.locator('[data-live-state]').last();
  await page.evaluate(() => scrollTo(0, 0));
  await until('the last one paused', async () => (await last.getAttribute('data-live-state')) === 'idle');
  await last.scrollIntoViewIfNeeded();
  await until('the last one live again', async () => (await last.getAttribute('data-live-state')) === 'live', { limitMs: 20_000 });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Stop All' }).click();
  await until('no camera live', async () => (await page.locator('video').count()) === 0);
}

async function useTheTools({ gantry, shot }, page) {
  const [printer] = gantry.printers;
  const tile = tileOf(page, printer);
  await tile.getByRole('button', { name: `Stream ${printer.name}` }).click();
  await until('live', async () => (await tile.getAttribute('data-live-state')) === 'live', { limitMs: 40_000 });
  const name = new RegExp(`^${printer.name.replaceAll(/[()]/g, '.')}_\\d{8}_\\d{6}\\.jpg$`);
  for (const save of [() => tile.getByRole('button', { name: `Save frame: ${printer.name}` }).click(), () => page.keyboard.press('c')]) {
    const [file] = await Promise.all([page.waitForEvent('download'), save()]);
    if (!name.test(file.suggestedFilename())) throw new Error(`a frame is called ${file.suggestedFilename()}`);
  }
  const light = tile.getByRole('button', { name: /^Light/ });
  const before = await light.getAttribute('aria-pressed');
  await light.click();
  await until('the light changed', async () => (await light.getAttribute('aria-pressed')) !== before);
  await tile.hover();
  await shot(page, 'tools');
  await tile.hover();
  await tile.getByRole('button', { name: /Close/ }).click();
  await tile.locator('video').waitFor({ state: 'detached' });
  await tile.getByAltText(`${printer.name}, latest snapshot`).waitFor();
}

async function tagThem({ gantry, shot }, page) {
  const [one, two] = gantry.printers;
  await page.getByText('Full', { exact: true }).click();
  await press(page, 'Select');
  for (const { name } of [one, two]) await page.getByRole('checkbox', { name: `Select ${name}` }).check();
  await shot(page, 'selected');
  await page.getByRole('region', { name: 'Selection' }).getByRole('button', { name: 'Tags' }).click();
  await dialog(page).getByLabel('New tag').fill('Hall 1');
  await shot(page, 'tags');
  await press(dialog(page), 'Save Tags');
  await dialog(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await group(page, 'Tags').getByRole('button', { name: /Hall 1/ }).click();
  await page.waitForURL(/tags=Hall/);
  await until('the two of the hall', async () => (await page.locator('.full').count()) === 2);
  await shot(page, 'filtered');
  await page.reload();
  await until('the same two', async () => (await page.locator('.full').count()) === 2);
  await group(page, 'Tags').getByRole('button', { name: /Hall 1/ }).click();
}

async function limitAGuest({ gantry, browser, shot }, page) {
  const { cookie } = await gantry.addUser({ ...guest, scope: { all: false, printers: [], tags: ['Hall 1'] } });
  const other = await browser.another();
  const theirs = await openCloud(other, gantry, { cookie });
  await until('two cameras', async () => (await theirs.locator('[data-live-state]').count()) === 2);
  const [one] = gantry.printers;
  await tileOf(theirs, one).getByRole('button', { name: `Stream ${one.name}` }).click();
  await until('live', async () => (await tileOf(theirs, one).getAttribute('data-live-state')) === 'live', { limitMs: 40_000 });
  const { printer } = (await gantry.cloudCall('/api/printers')).find((view) => view.printer.name === one.name);
  await gantry.cloudCall('/api/tags', { method: 'PATCH', body: { printers: [printer.id], remove: ['Hall 1'] } });
  await tileOf(theirs, one).waitFor({ state: 'detached', timeout: 1000 });
  await theirs.context().close();
  await page.goto(`${gantry.cloudUrl}/settings/users`);
  await press(page, `Permissions of ${guest.name}`);
  await dialog(page).getByRole('group', { name: 'Tags of the scope' }).waitFor();
  await shot(page, 'scope');
  await page.keyboard.press('Escape');
}

async function doItToSeveral({ gantry, shot }, page) {
  await page.goto(`${gantry.cloudUrl}/?view=compact`);
  await page.getByRole('table').waitFor();
  await shot(page, 'compact');
  await page.keyboard.press('Control+a');
  const bar = page.getByRole('region', { name: 'Selection' });
  const count = gantry.printers.length;
  for (const [action, what, activity] of [['Pause', `${count} prints`, 'paused'], ['Resume', `${count} prints`, 'printing']]) {
    await bar.getByRole('button', { name: `${action}: ${count} printers` }).click();
    await dialog(page).getByRole('list', { name: 'Printers' }).waitFor();
    if (action === 'Pause') await shot(page, 'bulk-question');
    await press(dialog(page), `${action} ${what}`);
    await dialog(page).getByText(`${count} of ${count} answered.`).waitFor({ timeout: 30_000 });
    if (action === 'Pause') await shot(page, 'bulk-results');
    await press(dialog(page), 'Done');
    await until(activity, async () => (await gantry.cloudCall('/api/printers')).every(({ state }) => state.activity === activity), { limitMs: 20_000 });
    await page.keyboard.press('Control+a');
  }
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await shot(page, 'keys');
  await page.keyboard.press('Escape');
}

async function renameTheFuse({ gantry, shot }, page) {
  await page.goto(`${gantry.cloudUrl}/fuses`);
  await page.getByRole('button', { name: /^Rename/ }).click();
  await dialog(page).getByLabel('Name').fill('Hall 1 Fuse');
  await press(dialog(page), 'Rename');
  await page.getByText('Hall 1 Fuse').waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  await shot(page, 'fuses');
}

async function hangAWall({ gantry, browser, shot }, page) {
  await page.goto(`${gantry.cloudUrl}/settings/walls`);
  await press(page, 'New Wall Link');
  await dialog(page).getByRole('textbox', { name: /^Name/ }).fill('Screen in hall 1');
  await dialog(page).getByLabel('Hide names').check();
  await shot(page, 'wall-new');
  await press(dialog(page), 'Make Link');
  const link = await dialog(page).getByRole('group', { name: 'Wall link' }).locator('code').innerText();
  await press(dialog(page), 'Done');
  await page.getByRole('list', { name: 'Wall links' }).getByText('Screen in hall 1').waitFor();
  await dialog(page).waitFor({ state: 'detached' });
  await shot(page, 'walls');

  const screen = await browser.another();
  const wall = await screen.page(link);
  await wall.getByRole('list', { name: 'Cameras' }).waitFor();
  if (await wall.getByText(gantry.printers[0].name).count()) throw new Error('the wall tells a name');
  await wall.getByRole('button', { name: 'Watch All' }).click();
  const { length } = gantry.printers;
  await until('every camera live on the wall', async () => (await liveTiles(wall)) === length, { limitMs: 40_000 });
  await shot(wall, 'wall');
  await wall.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Revoke Screen in hall 1' }).click();
  await press(dialog(page), 'Revoke Screen in hall 1');
  await wall.locator('video').first().waitFor({ state: 'detached', timeout: 1000 });
  await wall.getByText('This wall link has ended').waitFor();
  await until('nobody watches at Fuse', async () => (await gantry.fuseCall('/api/printers')).every(({ camera }) => camera.viewers === 0));
}
