// Reading the communications of a printer: what comes and goes, what it means, finding one message among many, standing
// still, taking it all along, and forgetting it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../processes.mjs';

export const options = { activate: false, printers: ['p1s', 'x1c'], base: '127.0.31.1' };

export async function journey({ gantry, browser, shot, folder }) {
  const [printer] = gantry.printers;
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  await page.getByRole('link', { name: `Communications of ${printer.name}` }).click();
  await page.getByRole('heading', { name: 'Communications', level: 1 }).waitFor();
  const list = page.getByRole('listbox', { name: 'Messages' });
  await list.getByRole('option', { name: /Receive push_status/ }).first().waitFor();
  await shot(page, 'live');

  const { id } = (await gantry.fuseCall('/api/printers')).find((view) => view.printer.name === printer.name).printer;
  const before = await page.getByRole('option').count();
  await gantry.fuseCall(`/api/printers/${id}/command`, { method: 'POST', body: { action: 'light_off' } });
  await page.getByRole('button', { name: 'Receive' }).click();
  const sent = list.getByRole('option', { name: /Send ledctrl/ }).first();
  await sent.waitFor();
  await until('no received message', async () => (await list.getByRole('option', { name: /Receive/ }).count()) === 0);
  await page.getByRole('button', { name: 'Receive' }).click();
  await until('all directions', async () => (await page.getByRole('option').count()) >= before);

  const search = page.getByRole('searchbox', { name: 'Search in the messages' });
  await search.fill('pushall');
  await until('only what was searched for', async () => /^\d+ messages? found/.test(await page.locator('.talk-count').innerText()));
  await shot(page, 'search');
  await search.fill('no printer says this');
  await page.getByText('Nothing found').waitFor();
  await shot(page, 'nothing');
  await search.fill('');

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: /Resume \(\d+ new\)/ }).waitFor();
  await list.focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 40 && !(await page.locator('[aria-selected=true]').innerText()).includes('push_status'); step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const message = page.getByRole('article', { name: 'Message push_status' });
  await message.getByRole('region', { name: 'The printer as of this message' }).waitFor();
  for (const text of ['State', 'Progress', 'Layer', 'Temperatures', 'Fans', 'AMS', 'Errors']) await message.getByText(text, { exact: true }).first().waitFor();
  await shot(page, 'parsed');
  await page.setViewportSize({ width: 1440, height: 900 });
  await message.getByText('Raw').click();
  await message.getByText('"print"').waitFor();
  await shot(page, 'raw');

  await page.setViewportSize({ width: 390, height: 844 });
  await list.getByRole('option', { name: /push_status/ }).first().click();
  const onPhone = page.getByRole('dialog', { name: 'Message' });
  await onPhone.getByText('Parsed').click();
  await onPhone.getByText('Temperatures').waitFor();
  await shot(page, 'phone');
  await page.setViewportSize({ width: 390, height: 844 });
  await onPhone.getByRole('button', { name: 'Close' }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: /Resume/ }).click();

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download' }).click()]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  const text = readFileSync(file, 'utf8');
  const lines = text.trim().split('\n').map((line) => JSON.parse(line));
  if (!lines.some(({ name, body }) => name === 'push_status' && body.includes('gcode_state'))) throw new Error('the download lacks the reports');
  if (text.includes(printer.access_code)) throw new Error('the download shows the access code');
  console.log(`${lines.length} messages in ${download.suggestedFilename()}, ${text.length} bytes`);

  await page.getByRole('button', { name: 'Clear' }).click();
  const asked = page.getByRole('dialog', { name: `Clear the messages of ${printer.name}?` });
  await shot(page, 'clear');
  await asked.getByRole('button', { name: 'Clear' }).click();
  await until('an emptied list', async () => Number((await page.locator('.talk-count').innerText()).match(/^\d+/)[0]) < 10);

  await gantry.fuseCall(`/api/printers/${id}`, { method: 'PATCH', body: { access_code: '00000000' } });
  await list.getByRole('option', { name: /Connection refused/ }).first().click();
  await page.getByText(/access code/).first().waitFor();
  await shot(page, 'refused');

  await page.goto(`${gantry.fuseUrl}/printers/none/communications`);
  await page.getByText('There is no such printer').waitFor();
  await shot(page, 'no-printer');
}
