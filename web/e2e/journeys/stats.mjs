// Live data for other programs: the server is switched on, a token made, and both programs of examples/ read along until
// the token is revoked.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { freePort } from '../ports.mjs';
import { until } from '../processes.mjs';

export const options = { activate: false, printers: ['p1s', 'x1c'], base: '127.0.33.1' };

const examples = resolve(import.meta.dirname, '../../../examples');

/** One of the programs, and what it has printed. */
function run(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const program = { printed: '', complained: '', child };
  child.stdout.on('data', (text) => (program.printed += text));
  child.stderr.on('data', (text) => (program.complained += text));
  program.ended = new Promise((done) => child.on('exit', (code) => done(code)));
  return program;
}

export async function journey({ gantry, browser, shot }) {
  const port = await freePort();
  const page = await browser.page(`${gantry.fuseUrl}/settings#integrations`);
  const section = page.getByRole('region', { name: 'External Integrations' });
  await section.getByRole('switch', { name: /^Real-time Stats WebSocket/ }).click();
  await section.getByText(/nobody reads along/).waitFor();
  await section.getByRole('textbox', { name: 'Port' }).fill(String(port));
  await section.getByRole('button', { name: 'Save' }).click();
  await section.getByText(`Listening on port ${port}`).waitFor();
  await section.getByRole('textbox', { name: 'Name of the reader' }).fill('Wall');
  await section.getByRole('button', { name: 'Create Token' }).click();
  const token = await section.locator('.access-token code').innerText();

  const url = `ws://127.0.0.1:${port}`;
  const node = Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-websocket', '--no-warnings'] : [];
  const [first, second] = await gantry.fuseCall('/api/printers');
  const python = run('python3', [`${examples}/stats.py`, url, '--token', token]);
  const javascript = run(process.execPath, [...node, `${examples}/stats.mjs`, url, '--token', token, '--printers', second.printer.id]);
  const programs = [python, javascript];
  try {
    await section.getByText('2 programs read along').waitFor();
    await section.getByText('1 printer', { exact: false }).first().waitFor();
    await section.scrollIntoViewIfNeeded();
    await shot(page, 'readers');
    await until('both printers at the Python program', async () => [first, second].every(({ printer }) => python.printed.includes(`${printer.name}: printing`)));
    for (const { printer } of [first, second])
      await gantry.fuseCall(`/api/printers/${printer.id}/command`, { method: 'POST', body: { action: 'light_off' } });
    await until('the light at both programs', async () => programs.every(({ printed }) => /\[.*light_on/.test(printed)));
    if (javascript.printed.includes(`${first.printer.name}:`)) throw new Error('the JavaScript program hears of a printer that it did not choose');

    await section.getByRole('button', { name: 'Revoke the token of Wall' }).click();
    for (const program of programs) {
      if ((await program.ended) !== 1) throw new Error(`a program ended otherwise: ${program.complained}`);
      if (!program.complained.includes('the token is not valid')) throw new Error(program.complained);
    }
    console.log(`python: ${python.printed.split('\n').length} lines, JavaScript: ${javascript.printed.split('\n').length} lines`);
    const wrong = run('python3', [`${examples}/stats.py`, url, '--token', 'guess']);
    if ((await wrong.ended) === 0 || !wrong.complained.includes('Fuse refuses')) throw new Error(`a wrong token: ${wrong.complained}`);
    const here = run('python3', [`${examples}/stats.py`, url, '--changes', '1']);
    if ((await here.ended) !== 0) throw new Error(`at this machine: ${here.complained}`);
  } finally {
    for (const { child } of programs) child.kill();
  }
}
