// Pictures without anybody watching: the Cloud's tiles show them while the printers print, and say why when a switch of
// the Fuse ends them.
import { until } from '../processes.mjs';
import { cloudTile, openCloud } from '../watch.mjs';

export const options = { printers: ['p1s', 'x1c'] };

export async function journey({ gantry, browser, shot }) {
  const page = await openCloud(browser, gantry);
  for (const printer of gantry.printers) {
    const picture = cloudTile(page, printer).getByAltText(`${printer.name}, latest snapshot`);
    await picture.waitFor();
    await until(`the picture of ${printer.name}`, () => picture.evaluate((image) => image.complete && image.naturalWidth >= 1000));
  }
  await shot(page, 'snapshots');

  await gantry.fuseCall('/api/settings', { method: 'PATCH', body: { remote_stream_enabled: false } });
  const [first] = gantry.printers;
  await cloudTile(page, first).getByText('Remote camera streaming is disabled').waitFor();
  await cloudTile(page, first).getByAltText(`${first.name}, latest snapshot`).waitFor();

  await gantry.fuseCall('/api/settings', { method: 'PATCH', body: { cameras_enabled: false } });
  await cloudTile(page, first).getByText('Cameras are off on its Fuse').first().waitFor();
  await until('no picture left', async () => (await page.getByAltText(/latest snapshot/).count()) === 0);
  await until('no camera open', async () => {
    const views = await gantry.fuseCall('/api/printers');
    return views.every(({ camera }) => camera.state === 'disabled');
  });
  await shot(page, 'cameras-off');
}
