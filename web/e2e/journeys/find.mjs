// Finding printers and adding them: heard by Auto-Scan, found in a subnet, one of three with a wrong code, which the
// person puts right; what is here already is named, and `gantry discover` sees the same printers.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programs } from '../gantry.mjs';
import { until } from '../processes.mjs';

const network = '127.0.41.0/24';

export const options = { activate: false, add: false, printers: ['p1s', 'x1c', 'a1'], base: '127.0.41.1' };

/** What refused requests write into the console is no fault of the page. */
const refusals = /Failed to load resource: the server responded with a status of (409|413|501|503)/;
const forgive = (page) => {
  page.errors = page.errors.filter((error) => !refusals.test(error));
};

const rows = (dialog) => dialog.getByRole('list', { name: 'Printers found' }).getByRole('listitem');

export async function journey({ gantry, browser, shot }) {
  const page = await browser.page(`${gantry.fuseUrl}/printers`);
  await page.getByText('No printers yet').waitFor();
  await shot(page, 'empty');
  await autoScan(page, gantry, shot);
  const dialog = await scanSubnet(page, shot);
  await addAll(page, dialog, gantry, shot);
  await putRight(page, gantry, shot);
  await meetAgain(page, gantry, shot);
  await compareWithCommand(gantry);
}

async function autoScan(page, gantry, shot) {
  await page.getByRole('button', { name: 'Auto-Scan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Auto-Scan' });
  await dialog.getByText('3 printers found').waitFor();
  for (const { address, serial } of gantry.printers) {
    await dialog.getByText(address, { exact: true }).waitFor();
    await dialog.getByText(serial, { exact: true }).waitFor();
  }
  await shot(page, 'auto-scan');
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await dialog.getByText('Stopped.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function scanSubnet(page, shot) {
  await page.getByRole('button', { name: 'More ways to scan' }).click();
  await page.getByRole('menuitem', { name: 'Scan Custom Subnet' }).click();
  const dialog = page.getByRole('dialog', { name: 'Scan Custom Subnet' });
  const subnet = dialog.getByLabel('Subnet', { exact: false });
  await subnet.fill('10.0.0.0/8');
  await page.keyboard.press('Enter');
  await dialog.getByText('too many addresses').waitFor();
  forgive(page);
  await shot(page, 'refused-subnet');
  await subnet.fill('127.41.0.0/16');
  await page.keyboard.press('Enter');
  await dialog.getByText(/^Scanning 127\.41\.0\.0\/16/).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.getByText('Stopped.').waitFor();
  await shot(page, 'cancelled');
  await subnet.fill(network);
  const started = Date.now();
  await page.keyboard.press('Enter');
  await dialog.getByText(`${network} is scanned.`).waitFor();
  console.log(`scanned ${network} in ${Date.now() - started} ms, as a person sees it`);
  await until('three rows', async () => (await rows(dialog).count()) === 3);
  return dialog;
}

async function addAll(page, dialog, gantry, shot) {
  await dialog.getByRole('checkbox', { name: 'Select all 3' }).focus();
  await page.keyboard.press('Space');
  const codes = dialog.getByLabel(/^Access Code of/);
  await until('three codes', async () => (await codes.count()) === 3);
  const wrong = gantry.printers[1];
  for (const { address, access_code: code } of gantry.printers) {
    const field = rows(dialog).filter({ hasText: address }).getByLabel(/^Access Code of/);
    await field.focus();
    await page.keyboard.type(address === wrong.address ? '00000000' : code);
  }
  await until('two that work', async () => (await dialog.getByText('Works', { exact: true }).count()) === 2);
  await rows(dialog).filter({ hasText: wrong.address }).getByText('Wrong code.').waitFor();
  await dialog.getByText('1 does not connect with what was typed').waitFor();
  await shot(page, 'codes');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

async function putRight(page, gantry, shot) {
  const cards = page.getByRole('list', { name: 'Printers' }).locator('.printer-card');
  await until('three cards', async () => (await cards.count()) === 3);
  const wrong = gantry.printers[1];
  const card = cards.filter({ hasText: wrong.serial });
  await card.getByText(/access code/).first().waitFor();
  await card.getByText('What to check').click();
  await card.getByText(/The access code is the one on the printer’s screen now/).waitFor();
  await card.scrollIntoViewIfNeeded();
  await shot(page, 'wrong-code');
  await card.getByRole('button', { name: /^Edit / }).click();
  const edit = page.getByRole('dialog', { name: /^Edit / });
  await edit.getByLabel('Access Code').fill(wrong.access_code);
  await page.keyboard.press('Enter');
  await edit.waitFor({ state: 'detached' });
  await card.getByText('Connected', { exact: true }).waitFor();
  await until('all connected', async () => (await cards.getByText('Connected', { exact: true }).count()) === 3);
  await shot(page, 'connected');
}

async function meetAgain(page, gantry, shot) {
  await page.getByRole('button', { name: 'Auto-Scan' }).click();
  const again = page.getByRole('dialog', { name: 'Auto-Scan' });
  await until('three that are here', async () => (await again.getByText(/^Already added as/).count()) === 3);
  await shot(page, 'already-added');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add Manually' }).click();
  await page.getByRole('menuitem', { name: 'Physical Printer' }).click();
  const form = page.getByRole('dialog', { name: 'Add a physical printer' });
  const [first] = gantry.printers;
  await form.getByLabel('IP Address').fill(first.address);
  await until('the serial number', async () => (await form.getByLabel('Device Serial Number').inputValue()) === first.serial);
  await form.getByText(/This printer is here already, as/).waitFor();
  await shot(page, 'duplicate');
  await page.keyboard.press('Escape');
}

async function compareWithCommand(gantry) {
  const { stdout } = await promisify(execFile)(join(programs, 'gantry'), ['discover', '--subnet', network, '--json']);
  const seen = new Set(stdout.trim().split('\n').map((line) => JSON.parse(line).serial));
  for (const { serial } of gantry.printers) if (!seen.has(serial)) throw new Error(`gantry discover does not see ${serial}: ${stdout}`);
}
