// live.revoke: from the moment an owner's change of a person's permissions is asked for until that person's page shows no
// picture, its peer connection is closed and Fuse has no viewer any more: the slowest of several.
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { until } from './processes.mjs';
import { openCloud, playInCloud } from './watch.mjs';

const times = 5;

/** In the page: when both the picture and the connection are gone, by the clock of this machine. */
const gone = () => new Promise((resolve) => {
  const look = () => {
    const open = window.gantryPeers.some((peer) => peer.connectionState !== 'closed');
    if (!open && document.querySelector('video') === null) return resolve(Date.now());
    return setTimeout(look, 5);
  };
  look();
});

async function revoke(page, person) {
  const change = (overrides) => gantry.cloudCall(`/api/users/${person.user.id}`, { method: 'PATCH', body: { overrides } });
  const seen = page.evaluate(gone);
  const asked = Date.now();
  await change({ 'printer.camera': false });
  const page_ms = (await seen) - asked;
  await until('no viewer at Fuse', async () => (await gantry.fuseCall('/api/printers')).every(({ camera }) => camera.viewers === 0));
  const all_ms = Date.now() - asked;
  await change({});
  return { page_ms, all_ms };
}

const gantry = await Gantry.start({ data: buildFolder('bench-revoke'), printers: ['p1s', 'x1c'], base: '127.0.25.1' });
const browser = await Browser.start();
try {
  const guest = { name: 'Guest', email: 'guest@example.com', password: 'correct horse battery', role: 'operator' };
  const person = await gantry.addUser(guest);
  const measured = [];
  for (let turn = 0; turn < times; turn += 1) {
    const page = await openCloud(browser, gantry, { cookie: person.cookie });
    await playInCloud(page, gantry.printers[turn % gantry.printers.length]);
    measured.push(await revoke(page, person));
    await page.close();
  }
  console.error(measured.map(({ page_ms, all_ms }) => `page ${page_ms} ms, Fuse ${all_ms} ms`).join('; '));
  console.log(JSON.stringify({ bench: 'live.revoke', n: times, value: Math.max(...measured.map(({ all_ms }) => all_ms)), unit: 'ms' }));
} finally {
  await browser.stop();
  await gantry.stop();
}
