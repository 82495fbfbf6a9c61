// Somebody asks why there is no picture, and loses the permission to watch while the check runs: the page says that, and
// not that the camera or Fuse is at fault. With the permission back the check goes on to the picture.
import { atPrinter } from '../simulated.mjs';
import { cloudTile, openCloud } from '../watch.mjs';

export const options = { printers: ['p1s'] };

export async function journey({ gantry, browser, shot }) {
  const [printer] = gantry.printers;
  const fault = (kind) => atPrinter(gantry, 'fault', printer, kind);
  const person = await gantry.addUser({ name: 'Wanda', email: 'wanda@example.com', password: 'correct horse battery', role: 'operator' });
  const change = (overrides) => gantry.cloudCall(`/api/users/${person.user.id}`, { method: 'PATCH', body: { overrides } });
  await fault('printer-off');
  const page = await openCloud(browser, gantry, { cookie: person.cookie });
  const dialog = page.getByRole('dialog', { name: /^Why is there no picture\?/ });
  const heading = (name) => dialog.getByRole('region', { name: 'Result' }).getByRole('heading', { name }).waitFor({ timeout: 60_000 });
  const again = () => dialog.getByRole('button', { name: 'Check again' }).click();
  await cloudTile(page, printer).getByRole('button', { name: `Find out why: ${printer.name}` }).first().click();
  await heading('Connection refused');

  // A camera that shows nothing is looked through for long enough.
  await fault('printer-on');
  await gantry.printersOnline();
  await fault('camera-off');
  await again();
  await dialog.locator('[data-step="camera"][data-state="running"]').waitFor({ timeout: 30_000 });
  await change({ 'printer.camera': false });
  await heading('You may not watch cameras');
  await dialog.getByText('the permission to watch cameras was taken away').first().waitFor();
  await dialog.locator('[data-step="camera"][data-state="skipped"]').waitFor();
  await shot(page, 'revoked');

  await change({});
  await fault('clear');
  await page.reload();
  await cloudTile(page, printer).getByRole('button', { name: /^(Stream|Watch)/ }).first().waitFor();
}
