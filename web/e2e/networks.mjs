// Live video across networks as people have them: the same one, NATs of both kinds, firewalls that let little out, and
// bad lines. Each host is a network namespace of ours (cafe.mjs). Needs root. `networks.mjs WORDS` runs the cases whose
// names have these words. Part of ./dev test slow.
import { join } from 'node:path';
import { goodLine, openCafe, ports, settle } from './cafe.mjs';
import { slowPrograms } from './gantry.mjs';
import { median } from './picture.mjs';
import { cloudTile, measureClicks, openCloud, playInCloud, playInFuse, stopInCloud } from './watch.mjs';
import { askWhyNothingIsSeen, behindSmallPackets } from './why.mjs';

const isRelayed = (pair) => pair.startsWith('relay/') || pair.endsWith('/relay');
const expect = (good, what) => {
  if (!good) throw new Error(what);
};

/** How long the shown pictures took on their way, in two halves of the time, how many there were, and the longest pause. */
async function watch(page, printer, seconds) {
  const tile = cloudTile(page, printer);
  const video = tile.locator('video').first();
  const delays = async () => {
    expect(await video.count(), `the video of ${printer.name} is gone: ${await tile.innerText()}`);
    return video.evaluate((element) => element.gantry.delays);
  };
  const before = (await delays()).length;
  await page.waitForTimeout(seconds * 500);
  const middle = (await delays()).length;
  await page.waitForTimeout(seconds * 500);
  const all = await delays();
  const seen = all.slice(before);
  return { frames: seen.length, first: median(all.slice(before, middle)), second: median(all.slice(middle)), worst: Math.max(...seen) };
}

const perSecond = (printer) => (printer.camera === 'rtsps' ? 30 : 10);
const slowNote = 'Slow connection: fewer pictures';
const lostNote = /\d+% lost/;

/** What the tile says of its line from now on, which comes and goes with it; answered when `done`. */
async function notes(page, printer, done) {
  const seen = new Set();
  const watching = { over: false };
  const end = done.finally(() => (watching.over = true));
  while (!watching.over) {
    for (const text of await cloudTile(page, printer).locator('.picture-corner span.chip').allInnerTexts()) seen.add(text.trim());
    await page.waitForTimeout(250);
  }
  await end;
  return [...seen].join(', ');
}

const wanted = process.argv[2] ?? '';
let failed = 0;
let passed = 0;
const { data, hosts, gantry, chromiumOn, close } = await openCafe('networks', (step) => console.log(`starting ${step} …`));
try {
  const browser = await chromiumOn(hosts.browser);
  const guest = await chromiumOn(hosts.guest);
  const neighbour = await chromiumOn(hosts.fuse);
  const [jpeg, h264] = gantry.printers;

  async function play(printer, { frames, policy, on = browser } = {}) {
    const page = await openCloud(on, gantry, { policy });
    const seen = await playInCloud(page, printer, frames);
    return { page, seen };
  }

  async function end(page, printer) {
    await stopInCloud(page, printer);
    await page.close();
  }

  /** Plays both printers and expects the way that `test` describes. */
  async function bothPlay(test, what, policy) {
    const said = [];
    for (const printer of [jpeg, h264]) {
      const { page, seen } = await play(printer, { policy });
      expect(test(seen), `${printer.name} came by ${seen.pair} (${seen.relayProtocol ?? 'no relay'}), not ${what}`);
      said.push(`${seen.pair}${seen.relayProtocol ? ` over ${seen.relayProtocol}` : ''} ${seen.firstFrameMs} ms`);
      await end(page, printer);
    }
    return said.join(', ');
  }

  const relayedOver = (protocol) => (seen) => seen.pair.startsWith('relay/') && seen.relayProtocol === protocol;
  const cases = {
    async 'NATs that anybody may answer through: direct'() {
      settle(hosts, {});
      return bothPlay((seen) => !isRelayed(seen.pair) && /(srflx|prflx)/.test(seen.pair), 'directly, by what a STUN server saw');
    },
    async 'symmetric NATs on both sides: relayed'() {
      settle(hosts, { homeNat: 'symmetric', cafeNat: 'symmetric' });
      return bothPlay((seen) => isRelayed(seen.pair), 'by the relay');
    },
    async 'relay only: over UDP'() {
      settle(hosts, {});
      return bothPlay(relayedOver('udp'), 'by the relay over UDP', 'relay');
    },
    async 'no UDP out of the café: relayed over TCP'() {
      settle(hosts, { allowed: ['meta l4proto tcp'] });
      return bothPlay(relayedOver('tcp'), 'by the relay over TCP');
    },
    async 'only the Cloud and TLS out of the café: relayed over TLS'() {
      settle(hosts, { allowed: [`tcp dport { ${ports.cloud}, 5349 }`] });
      return bothPlay(relayedOver('tls'), 'by the relay over TLS');
    },
    async 'only small packets out of the home: connected without a picture, and the doctor says so'() {
      settle(hosts, {});
      return behindSmallPackets(hosts.home, async () => askWhyNothingIsSeen(await openCloud(browser, gantry), h264, data));
    },
    async 'relay only, 200 ms there and back and 1 % of the packets lost: the picture goes on'() {
      return onLine({ quality: { ...goodLine, loss: 0.01, delay_ms: 100 }, policy: 'relay', share: 0.5, delayMs: 800, firstFrameMs: 4000 });
    },
    async 'relay only, a bottleneck of 1 Mbit/s: fewer pictures, never a growing delay'() {
      const quality = { ...goodLine, delay_ms: 10, kbit: 1000 };
      return onLine({ quality, policy: 'relay', share: 0.25, delayMs: 2000, seconds: 30, warmUpMs: 5000, slow: true, note: slowNote });
    },
    async '1 % of the packets lost: the picture goes on'() {
      return onLine({ quality: { ...goodLine, loss: 0.01, delay_ms: 10 }, share: 0.5, delayMs: 400 });
    },
    async '10 % of the packets lost: the picture goes on, for a minute'() {
      return onLine({ quality: { ...goodLine, loss: 0.1, delay_ms: 10 }, share: 0.5, delayMs: 800, seconds: 60, note: lostNote });
    },
    async '200 ms there and back: a picture within 2 s, no delay but the line\'s'() {
      return onLine({ quality: { ...goodLine, delay_ms: 100 }, share: 0.5, delayMs: 500, firstFrameMs: 2000 });
    },
    async '100 ms there and back: the first picture within 900 ms'() {
      settle(hosts, { quality: { ...goodLine, delay_ms: 50 } });
      const page = await openCloud(browser, gantry);
      const said = [];
      for (const printer of [jpeg, h264]) {
        const { first } = await measureClicks(page, printer);
        said.push(`${printer.name} after ${first} ms`);
        expect(first <= 900 * slowPrograms, said.at(-1));
      }
      await page.close();
      return said.join(', ');
    },
    async 'a bottleneck of 1 Mbit/s: fewer pictures, never a growing delay'() {
      const quality = { ...goodLine, delay_ms: 10, kbit: 1000 };
      return onLine({ quality, share: 0.25, delayMs: 2000, seconds: 30, firstFrameMs: 10_000, warmUpMs: 5000, slow: true, note: slowNote });
    },
    async 'one viewer behind 1 Mbit/s, one on a good line: no viewer harms another'() {
      settle(hosts, { quality: { ...goodLine, delay_ms: 10, kbit: 1000 } });
      const said = [];
      for (const printer of [jpeg, h264]) said.push(await goodAndSlow(printer, 15));
      return said.join('; ');
    },
    async 'the page of Fuse itself: says what its line loses, and that it is slow'() {
      const page = await neighbour.page(gantry.fuseUrl + '/printers');
      await playInFuse(page, h264);
      await page.waitForTimeout(10_000);
      const said = [];
      for (const [rule, note] of [['numgen random mod 100 < 8', lostNote], ['limit rate over 60 kbytes/second burst 30 kbytes', slowNote]]) {
        hosts.fuse.rules('bad', `chain in { type filter hook input priority 0; udp dport 1024-65535 ${rule} drop; }`);
        said.push(await notes(page, h264, page.waitForTimeout(30_000)));
        expect(said.at(-1).match(note), `${rule}: "${said.at(-1)}"`);
      }
      hosts.fuse.rules('bad');
      await page.waitForTimeout(15_000);
      expect(!(await notes(page, h264, page.waitForTimeout(1000))), 'a good line is still called bad');
      await page.close();
      return said.join('; ');
    },
  };

  /** Each printer on a line: at least `share` of its pictures in so many seconds, none later than `delayMs` (medians of two halves). */
  async function onLine({ quality, share, delayMs, firstFrameMs = 10_000, seconds = 10, warmUpMs = 0, slow = false, note, policy }) {
    settle(hosts, { quality });
    const said = [];
    for (const printer of [jpeg, h264]) {
      const { page, seen } = await play(printer, { policy, ...(slow && { frames: 3 }) });
      expect(isRelayed(seen.pair) === (policy === 'relay'), `${printer.name} came by ${seen.pair}`);
      const watching = page.waitForTimeout(warmUpMs).then(() => watch(page, printer, seconds));
      const [{ frames, first, second, worst }, noted] = await Promise.all([watching, notes(page, printer, watching)]);
      const all = perSecond(printer) * seconds;
      said.push(`${printer.name}: ${frames} of ${all} pictures, ${first} then ${second} ms old (one ${worst}), the first after ${seen.firstFrameMs} ms${noted && `, "${noted}"`}`);
      await page.screenshot({ path: join(data, `line-${printer.camera}.png`) });
      expect(frames >= (all * share) / slowPrograms, said.at(-1));
      expect(first <= delayMs && second <= delayMs, said.at(-1));
      expect(seen.firstFrameMs <= firstFrameMs, said.at(-1));
      expect(!note || noted.match(note), `${said.at(-1)}: its tile does not say why it is not as it should be`);
      await end(page, printer);
    }
    return said.join('; ');
  }

  /** What the viewer on the good line sees alone, and beside one on the slow line: the same. */
  async function goodAndSlow(printer, seconds) {
    const good = await play(printer, { on: guest });
    const alone = await watch(good.page, printer, seconds);
    const slow = await play(printer, { frames: 3 });
    const [beside, behind] = await Promise.all([watch(good.page, printer, seconds), watch(slow.page, printer, seconds)]);
    const said = `${printer.name}: ${alone.frames} pictures alone (${alone.second} ms old), ${beside.frames} beside the slow viewer (${beside.second} ms), who saw ${behind.frames} (${behind.second} ms)`;
    expect(beside.frames >= alone.frames * 0.9, said);
    expect(beside.first <= alone.second + 100 && beside.second <= alone.second + 100, said);
    expect(!(await cloudTile(good.page, printer).getByText(slowNote).count()), `${said}; the good line is called slow`);
    expect(behind.frames >= 3 && behind.second <= 2000, said);
    await end(slow.page, printer);
    await end(good.page, printer);
    return said;
  }

  for (const [name, test] of Object.entries(cases)) {
    if (!name.includes(wanted)) continue;
    try {
      console.log(`passed  ${name} (${await test()})`);
      passed += 1;
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${name}: ${error.message}`);
      await browser.shotOfAll(data);
      for (const page of [...browser.context.pages(), ...guest.context.pages(), ...neighbour.context.pages()]) await page.close();
    }
  }
} finally {
  await close();
}
console.log(`networks: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
