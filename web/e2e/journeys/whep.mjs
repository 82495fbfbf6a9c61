// Whoever is not Chromium: GStreamer watches the same cameras by WHEP (examples/watch.py), and a browser without H.264,
// as Firefox is where it could not download its decoder, says so.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../processes.mjs';

export const options = { activate: false, printers: ['p1s', 'x1c'], base: '127.0.60.1' };

const program = resolve(import.meta.dirname, '../../../examples/watch.py');
const run = promisify(execFile);
const pictures = 40;

// Debian's Python, which has the bindings. Only loopback is offered: nothing here has another address.
const watch = (gantry, printer, ...more) =>
  run('/usr/bin/python3', [program, gantry.fuseUrl, printer, '--local-address', '127.0.0.1', ...more]);

async function watchAll(gantry, views) {
  const seen = await Promise.all(views.map(({ printer }) => watch(gantry, printer.id, '--frames', String(pictures))));
  for (const [index, { stdout }] of seen.entries()) {
    const { frames, size } = JSON.parse(stdout);
    const expected = views[index].printer.model === 'P1S' ? '1280x720' : '1168x720';
    if (frames !== pictures || size !== expected) throw new Error(`${views[index].printer.name}: ${stdout}`);
    console.log(`GStreamer: ${views[index].printer.name} ${stdout.trim()}`);
  }
}

const withoutH264 = () => {
  const capabilities = RTCRtpReceiver.getCapabilities;
  RTCRtpReceiver.getCapabilities = (kind) => {
    const { codecs, ...rest } = capabilities.call(RTCRtpReceiver, kind);
    return { ...rest, codecs: codecs.filter(({ mimeType }) => mimeType !== 'video/H264') };
  };
};

export async function journey({ gantry, browser, shot }) {
  const views = await gantry.fuseCall('/api/printers');
  await watchAll(gantry, views);
  await until('nobody watching', async () => (await gantry.fuseCall('/api/activity')).cameras.every(({ watching }) => watching.length === 0));
  const refused = await watch(gantry, 'none', '--frames', '1').then(() => '', ({ stderr }) => stderr);
  if (!refused.startsWith('watch.py: ')) throw new Error(`a printer that is not there: ${refused}`);

  const other = await browser.another();
  await other.context.addInitScript(withoutH264);
  const page = await other.page(`${gantry.fuseUrl}/printers`);
  const card = page.locator(`[data-printer-name="${gantry.printers[0].name}"]`).first();
  await card.getByRole('button', { name: /^Camera/ }).click();
  await card.getByText('This browser cannot play H.264 video').waitFor();
  await shot(page, 'without-h264');
}
