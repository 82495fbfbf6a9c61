// Camera Activity: last frames and when the next are due, who watches from Fuse and from the Cloud, Refresh all, and
// uploads that fail because the Cloud's picture storage is broken, until it is repaired.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../processes.mjs';
import { openCloud, playInCloud, playInFuse, stopInCloud } from '../watch.mjs';

export const options = { printers: [] };

const demo = (name) => ({ name, camera: 'generated' });

/** The Cloud's objects lie behind a file instead of a folder: nobody can write there, root neither. */
function breakStorage(folder) {
  renameSync(folder, `${folder}.away`);
  writeFileSync(folder, '');
  return () => {
    rmSync(folder);
    renameSync(`${folder}.away`, folder);
  };
}

export async function journey({ gantry, browser, shot }) {
  const page = await browser.page(`${gantry.fuseUrl}/activity`);
  await page.getByText('No cameras yet').waitFor();
  for (const name of ['Left', 'Right']) {
    await gantry.fuseCall('/api/printers', { method: 'POST', body: { driver: 'virtual', name } });
  }
  const row = (name) => page.getByRole('listitem', { name, exact: true });
  for (const name of ['Left', 'Right']) {
    const picture = row(name).getByRole('img', { name: `${name}, last frame` });
    await picture.waitFor();
    await until(`the picture of ${name}`, () => picture.evaluate((image) => image.complete && image.naturalWidth >= 1000));
    await row(name).getByText(/^in \d+[sm]$/).waitFor();
  }

  const cards = await browser.page(`${gantry.fuseUrl}/printers`);
  await playInFuse(cards, demo('Left'));
  const cloud = await openCloud(browser, gantry);
  await playInCloud(cloud, demo('Left'));
  await page.bringToFront();
  const watching = page.getByRole('list', { name: 'Watching Left' });
  await watching.getByText('This machine').waitFor();
  await watching.getByText(gantry.owner.name).waitFor();
  await row('Left').getByText('Streaming', { exact: true }).waitFor();
  await shot(page, 'watched');
  await cloud.bringToFront();
  await stopInCloud(cloud, demo('Left'));
  await cloud.close();
  const asked = Date.now();
  await watching.getByText(gantry.owner.name).waitFor({ state: 'detached' });
  console.log(`the viewer from the Cloud is gone ${Date.now() - asked} ms after the page knew`);
  await cards.close();
  await watching.waitFor({ state: 'detached' });

  const activity = () => gantry.fuseCall('/api/activity');
  const before = (await activity()).cameras.map(({ uploaded_at }) => uploaded_at);
  await page.getByRole('button', { name: 'Refresh all' }).click();
  await page.getByText('Taking a picture of 2 printers.').waitFor();
  await until('new pictures in the Cloud', async () => (await activity()).cameras.every(({ uploaded_at }, at) => uploaded_at > before[at]));

  const repair = breakStorage(join(gantry.options.data, 'cloud/objects'));
  await page.getByRole('button', { name: 'Refresh all' }).click();
  const failed = page.getByRole('list', { name: 'Failed uploads' });
  await failed.getByText('Left').waitFor();
  await failed.getByText('Right').waitFor();
  await row('Left').getByText(/The picture storage of Gantry is full or broken/).waitFor();
  await shot(page, 'failed');
  await failed.scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(gantry.options.data, 'screenshots/failed-list.png') });
  repair();
  await page.getByRole('button', { name: 'Refresh all' }).click();
  await row('Left').getByText(/The picture storage of Gantry/).waitFor({ state: 'detached' });
  await row('Right').getByText(/The picture storage of Gantry/).waitFor({ state: 'detached' });

  await gantry.fuseCall('/api/settings', { method: 'PATCH', body: { snapshots_enabled: false } });
  await page.getByText('Enable snapshots is off in Settings: no pictures are taken.').waitFor();
  await page.getByRole('button', { name: 'Refresh all' }).click();
  await page.getByRole('alert').getByText('Enable snapshots is off').waitFor();
  page.errors = page.errors.filter((error) => !/status of 40[39]/.test(error));
  await shot(page, 'off');
}
