// What a person does from one end to the other, in a real browser: every file of journeys/, or the one that is named,
// each with a Gantry of its own. Part of ./dev test demo.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { Gantry, buildFolder } from './gantry.mjs';
import { StalledBrowser, check, looks, wear } from './look.mjs';

const names = process.argv.length > 2
  ? process.argv.slice(2)
  : readdirSync(new URL('./journeys/', import.meta.url)).filter((name) => name.endsWith('.mjs')).map((name) => name.slice(0, -4)).sort();

/** Takes a page's picture in every look and leaves the page in the first of them. */
function camera(folder) {
  return async (page, name) => {
    for (const look of [...looks.slice(1), looks[0]]) {
      await wear(page, look);
      await check(page, folder, `${name}-${look.name}`);
    }
  };
}

/** @returns {Promise<Error | undefined>} what went wrong */
async function travel(name) {
  const { journey, options } = await import(`./journeys/${name}.mjs`);
  const data = buildFolder(join('journeys', name));
  let gantry;
  let browser;
  try {
    gantry = await Gantry.start({ data, ...options });
    mkdirSync(join(data, 'screenshots'), { recursive: true });
    browser = await Browser.start();
    await journey({ gantry, browser, shot: camera(join(data, 'screenshots')), folder: data });
    return undefined;
  } catch (error) {
    await browser?.shotOfAll(join(data, 'screenshots'));
    return error;
  } finally {
    await browser?.stop();
    await gantry?.stop();
  }
}

/** In a process and a network of its own, where that is allowed: journeys have the same addresses and ports. */
function apart(name) {
  const [program, ...args] = process.getuid() === 0
    ? ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'journey', process.execPath, import.meta.filename, name]
    : [process.execPath, import.meta.filename, name];
  return new Promise((done) => {
    execFile(program, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const lines = stdout.split('\n').filter((line) => line && !line.startsWith('journeys: '));
      console.log([...lines, ...(error ? [stderr.trim()] : [])].join('\n'));
      done(error ? 1 : 0);
    });
  });
}

async function here(name) {
  const started = Date.now();
  let problem = await travel(name);
  if (problem instanceof StalledBrowser) {
    console.log(`begun again: ${name}: ${problem.message}`);
    problem = await travel(name);
  }
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(problem ? `FAILED  ${name} (${seconds} s): ${problem.stack}` : `passed  ${name} (${seconds} s)`);
  return problem ? 1 : 0;
}

const queue = [...names];
const work = async (journey) => {
  let failures = 0;
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) failures += await journey(name);
  return failures;
};
// Two at a time: a journey mostly waits. One that is named is run here, so that it can be watched.
const failures = names.length === 1 ? [await work(here)] : await Promise.all(process.getuid() === 0 ? [work(apart), work(apart)] : [work(apart)]);
const failed = failures.reduce((sum, count) => sum + count, 0);
console.log(`journeys: ${names.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
