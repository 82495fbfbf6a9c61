// A printer steered from afar: an operator heats the bed, homes and moves the axes, blows, switches the light, changes
// the speed of a print, pauses, resumes and stops it, and clears the plate; a Viewer sees all of it and controls nothing.
// Each print is in the list of jobs as soon as it begins, and how it ended as soon as it has.
// The printers are real servers: what a page says is verified is in their reports.
import { randomBytes } from 'node:crypto';
import { dialog, press, signIn } from '../people.mjs';
import { until } from '../processes.mjs';
import { atPrinter } from '../simulated.mjs';

export const options = { printers: ['x1c'], base: '127.0.44.1', printing: false, simArguments: ['--print-seconds', '60'] };

const section = (page, title, name) => page.getByRole('region', { name: `${title} of ${name}`, exact: true });

/** The whole page at two widths, to be looked at: it is longer than a screen. */
async function wholePage(page, folder, name) {
  for (const [label, width, scheme] of [['1440', 1440, 'dark'], ['1440-light', 1440, 'light'], ['390', 390, 'dark']]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
    await page.screenshot({ path: `${folder}/screenshots/${name}-whole-${label}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'dark' });
}

async function heat(page, name, tools) {
  await section(page, 'Temperatures', name).getByRole('button', { name: /^Bed/ }).click();
  await dialog(page).getByLabel('Target in °C').fill('140');
  await dialog(page).getByText('0 to 110 °C', { exact: true }).waitFor();
  await tools.shot(page, 'heat');
  await dialog(page).getByRole('button', { name: /PETG/ }).click();
  await section(page, 'Temperatures', name).getByText('Bed set to 70 °C').waitFor();
  await section(page, 'Temperatures', name).getByText('Target 70°').first().waitFor();
  await tools.reports(({ bed }) => bed.target_c === 70);
  await section(page, 'Temperatures', name).getByRole('list', { name: 'The last hour' }).waitFor();
}

async function blow(page, name, tools) {
  const slider = page.getByRole('slider', { name: `Aux fan of ${name}` });
  await slider.focus();
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowRight');
  await section(page, 'Fans', name).getByText('Aux fan set to 60%').waitFor();
  await tools.reports(({ fans }) => Math.abs(fans.aux - 60) <= 4);
}

async function move(page, name, tools) {
  const moves = section(page, 'Move', name);
  await moves.getByText('Home first: the printer does not know where its axes are.').waitFor();
  if (await moves.getByRole('button', { name: 'Move X by +1 mm' }).isEnabled()) throw new Error('nobody moves axes that are not homed');
  await press(page, `Home ${name}`);
  await moves.getByText('Homed', { exact: true }).waitFor();
  await moves.getByRole('radio', { name: '10 mm', exact: true }).click();
  await press(page, 'Move Z by +10 mm');
  await moves.getByText('Z moved by 10 mm').waitFor();
  await tools.reports(({ homed }) => homed);
}

async function light(page, name, tools) {
  await press(page, `Light off: ${name}`);
  await section(page, 'Control', name).getByText('Light is off').waitFor();
  await tools.reports(({ light_on }) => light_on === false);
}

const jobsOf = (page, name) => page.getByRole('list', { name: `Jobs of ${name}`, exact: true }).getByRole('listitem');

/** What the newest job and their number are, as the page says without being loaded again. */
async function sees(page, name, count, words) {
  await until(`${count} jobs, the newest ${words}`, async () => {
    const texts = await jobsOf(page, name).allInnerTexts();
    return texts.length === count && words.test(texts[0]);
  });
}

/** A second print, stopped by hand: one more in the list, on every open page. */
async function stop(page, watching, name, tools) {
  await tools.start();
  for (const one of [page, watching]) await sees(one, name, 2, /Printing[^]*Layer \d+ of \d+[^]*Since/);
  await press(page, `Stop ${name}`);
  await press(dialog(page), `Stop ${name}`);
  for (const one of [page, watching]) await sees(one, name, 2, /Cancelled[^]*took[^]*ended/);
  await tools.reports(({ print: last }) => last.result === 'cancelled' && last.ended_at > 0);
  await tools.shot(page, 'jobs');
}

async function print(page, name, tools) {
  await page.getByText(/^Nothing was printed yet/).waitFor();
  await tools.start();
  await page.getByText('Printing', { exact: true }).first().waitFor();
  await tools.reports(({ activity }) => activity === 'printing');
  await page.getByText('The axes cannot be moved while a print runs.').waitFor();
  await section(page, 'Speed', name).getByRole('radio', { name: 'Sport' }).click();
  await section(page, 'Speed', name).getByText('Speed set').waitFor();
  await tools.reports(({ speed }) => speed === 'sport');
  await tools.shot(page, 'printing');
  await press(page, `Pause ${name}`);
  await page.getByRole('button', { name: `Resume ${name}`, exact: true }).waitFor();
  await tools.reports(({ activity }) => activity === 'paused');
  await sees(page, name, 1, /Paused/);
  await press(page, `Resume ${name}`);
  await tools.reports(({ activity }) => activity === 'printing');
}

/** The print ends by itself; then the printer waits until somebody has cleared it. */
async function clear(page, name, tools) {
  const button = page.getByRole('button', { name: `Clear & ready: ${name}`, exact: true });
  await button.waitFor({ timeout: 120_000 });
  await page.getByText('Waiting', { exact: true }).first().waitFor();
  await sees(page, name, 1, /Finished[^]*took[^]*ended/);
  await tools.shot(page, 'waiting');
  return button;
}

export async function journey({ gantry, browser, shot, folder }) {
  const [{ name }] = gantry.printers;
  const person = (role) => ({ name: `${role} of the night`, email: `${role}@example.com`, password: randomBytes(9).toString('base64url'), role });
  const operator = person('operator');
  const viewer = person('viewer');
  for (const one of [operator, viewer]) await gantry.addUser(one);
  const [{ printer }] = await gantry.cloudCall('/api/printers');
  const tools = {
    shot,
    start: () => atPrinter(gantry, 'print', gantry.printers[0], 'start'),
    reports: (shows) => until('the printer’s report', async () => {
      const { state } = await gantry.fuseCall(`/api/printers/${printer.id}`);
      return shows(state);
    }),
  };

  const page = await browser.page(gantry.cloudUrl);
  await signIn(page, operator);
  await page.getByRole('link', { name, exact: true }).first().click();
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  await heat(page, name, tools);
  await blow(page, name, tools);
  await move(page, name, tools);
  await light(page, name, tools);
  await shot(page, 'printer');
  await wholePage(page, folder, 'printer');
  await print(page, name, tools);
  const button = await clear(page, name, tools);
  await wholePage(page, folder, 'waiting');

  const other = await browser.another();
  const watching = await other.page(`${gantry.cloudUrl}/printers/${printer.id}`);
  await signIn(watching, viewer);
  await watching.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  await watching.getByRole('list', { name: 'The last hour' }).waitFor();
  for (const control of [/^Clear & ready/, /^Pause/, /^Light/, /^Bed/, /^Home/]) {
    if (await watching.getByRole('button', { name: control }).count()) throw new Error(`a Viewer must not see ${control}`);
  }
  if (await watching.getByRole('slider').count()) throw new Error('a Viewer must not see sliders');
  await shot(watching, 'viewer');

  const fuse = await browser.page(`${gantry.fuseUrl}/printers`);
  await fuse.getByRole('button', { name: `Clear & ready: ${name}` }).waitFor();
  await shot(fuse, 'fuse-waiting');
  await button.click();
  await page.getByText('Ready', { exact: true }).first().waitFor();
  await watching.getByText('Ready', { exact: true }).first().waitFor();
  await fuse.getByRole('button', { name: `Clear & ready: ${name}` }).waitFor({ state: 'detached' });
  await fuse.getByRole('button', { name: `Temperatures, speed, fans, axes of ${name}` }).click();
  await fuse.getByRole('slider', { name: `Part fan of ${name}` }).waitFor();
  await shot(fuse, 'fuse-control');
  await stop(page, watching, name, tools);
  await wholePage(page, folder, 'jobs');

  const log = await gantry.cloudCall('/api/audit?action=printer.&limit=50');
  const noted = new Set(log.entries.map(({ action }) => action.slice('printer.'.length)));
  for (const action of ['bed_temperature', 'aux_fan', 'home', 'move_z', 'light_off', 'speed_sport', 'pause', 'resume', 'clear_plate']) {
    if (!noted.has(action)) throw new Error(`the audit log does not tell of ${action}`);
  }
}
