// No picture: the person asks why, sees which step fails and what to do, does it, and sees the picture again. In Fuse's
// own page, from a wrong code to a camera that is stuck.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { programs } from '../gantry.mjs';
import { until } from '../processes.mjs';

const run = promisify(execFile);

export const options = { printers: ['p1s', 'x1c'] };

export async function journey({ gantry, browser, shot }) {
  const sim = (...words) => run(`${programs}/gantry`, ['sim', ...words, '--data', `${gantry.options.data}/sim`, '--json']);
  const fault = (printer, kind) => sim('fault', printer.serial, kind);
  const [jpeg, video] = gantry.printers;
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  const card = (printer) => page.locator(`[data-printer-name="${printer.name}"]`).first();
  const state = (printer) => card(printer).getAttribute('data-live-state');
  const camera = (printer) => card(printer).getByRole('button', { name: /^Camera/ });
  /** That a stream is refused while its camera does not work is noted by the browser, and no error of the page. */
  const note = page.errors.push.bind(page.errors);
  page.errors.push = (...texts) => note(...texts.filter((text) => !/status of (403|409|503|504)/.test(text)));
  const dialog = () => page.getByRole('dialog', { name: /^Why is there no picture\?/ });

  /** Asks beside the fault, and reads the result. */
  async function ask(printer, name, todo, id) {
    await card(printer).getByRole('button', { name: `Find out why: ${printer.name}` }).click();
    const result = dialog().getByRole('region', { name: 'Result' });
    await result.getByRole('heading', { name }).waitFor({ timeout: 60_000 });
    await result.getByText(todo).first().waitFor();
    await dialog().locator(`[data-step="${id}"][data-state="failed"]`).waitFor();
  }
  const close = async () => {
    await page.getByRole('button', { name: 'Close dialog' }).click();
    await dialog().waitFor({ state: 'detached' });
  };
  /** A picture resumes by itself, or when the person asks for it. */
  const watch = (printer) => until(`${printer.name} live`, async () => {
    const now = await state(printer);
    if (now === 'error') await card(printer).getByRole('button', { name: 'Retry' }).click();
    if (now === 'idle') await camera(printer).click();
    return now === 'live';
  }, { limitMs: 60_000 });
  async function checkAgain(printer) {
    await dialog().getByRole('button', { name: 'Check again' }).click();
    await dialog().getByRole('heading', { name: /^(Everything works|It works, with something to know)$/ }).waitFor({ timeout: 60_000 });
    await dialog().locator('[data-step="path"][data-state="passed"]').waitFor();
    await close();
    await watch(printer);
  }
  async function edit(printer, act) {
    await close();
    await card(printer).getByRole('button', { name: /^Edit/ }).click();
    const form = page.getByRole('dialog', { name: /^Edit/ });
    await act(form);
    await form.waitFor({ state: 'detached' });
    await becomes(printer, 'online');
    await watch(printer);
  }
  const becomes = (printer, connection) => until(`${printer.name} ${connection}`, async () => {
    const views = await gantry.fuseCall('/api/printers');
    const view = views.find((one) => one.printer.serial === printer.serial);
    return view.state.connection === connection;
  }, { limitMs: 60_000 });

  await fault(jpeg, 'wrong-code');
  await becomes(jpeg, 'refused');
  await ask(jpeg, 'Wrong access code', /Verify the 8-digit access code/, 'access_code');
  await shot(page, 'wrong-code');
  const { stdout } = await sim('list', jpeg.serial);
  await edit(jpeg, async (form) => {
    await form.getByLabel('Access Code').fill(JSON.parse(stdout.split('\n')[0]).access_code);
    await form.getByRole('button', { name: 'Save' }).click();
  });

  await fault(jpeg, 'camera-stuck');
  await until('the picture has ended', async () => (await state(jpeg)) === 'error', { limitMs: 60_000 });
  await ask(jpeg, 'The camera is stuck', /Restart the printer/, 'camera');
  await shot(page, 'stuck');
  await fault(jpeg, 'clear');
  await checkAgain(jpeg);

  await fault(video, 'printer-off');
  await becomes(video, 'offline');
  await ask(video, 'Connection refused', /Check the IP address and the network/, 'mqtt_port');
  await shot(page, 'printer-off');
  await fault(video, 'printer-on');
  await becomes(video, 'online');
  await checkAgain(video);

  await fault(video, 'certificate-changed');
  await becomes(video, 'refused');
  await ask(video, 'The certificate has changed', /accept the certificate under Edit/, 'certificate');
  await shot(page, 'certificate');
  await edit(video, (form) => form.getByRole('button', { name: 'Accept the Changed Certificate' }).click());
  await shot(page, 'again');
}
