// Child processes of a run: started with their output in a file, ended in reverse order, never left behind.
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const stopLimitMs = 8000;

export class Processes {
  #children = [];
  #folder;

  /** @param {string} folder where each program's output goes, as NAME.log */
  constructor(folder) {
    this.#folder = folder;
  }

  /** Starts a program; `onLine` receives each line of its standard output. */
  start(name, file, args, { env = {}, onLine } = {}) {
    const log = createWriteStream(join(this.#folder, `${name}.log`), { flags: 'a' });
    const child = spawn(file, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', (error) => resolve({ error }));
    });
    child.stderr.pipe(log);
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      onLine?.(line);
    });
    const running = { name, child, ended, log: join(this.#folder, `${name}.log`) };
    this.#children.push(running);
    return running;
  }

  async stop(running) {
    this.#children = this.#children.filter((other) => other !== running);
    if (running.child.exitCode === null && running.child.signalCode === null) running.child.kill('SIGTERM');
    const late = setTimeout(() => {
      console.error(`${running.name} did not end within ${stopLimitMs / 1000} s: killed`);
      running.child.kill('SIGKILL');
    }, stopLimitMs);
    await running.ended;
    clearTimeout(late);
  }

  /** Ends a program at once, as a crash would. */
  async kill(running) {
    this.#children = this.#children.filter((other) => other !== running);
    running.child.kill('SIGKILL');
    await running.ended;
  }

  async stopAll() {
    for (const running of [...this.#children].reverse()) await this.stop(running);
  }
}

/** What a program has used of the CPU so far, its ended children left out. */
export function cpuSeconds(running) {
  const fields = readFileSync(`/proc/${running.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** What a program has sent and received on the TCP connections that it has now. */
export function bytesCarried(running) {
  const { stdout } = spawnSync('ss', ['-HtinpO'], { encoding: 'utf8' });
  let sum = 0;
  for (const line of stdout.split('\n').filter((one) => one.includes(`pid=${running.child.pid},`))) {
    for (const [, bytes] of line.matchAll(/\bbytes_(?:sent|received):(\d+)/g)) sum += Number(bytes);
  }
  return sum;
}

/** The last lines of a program's log, for an error message. */
export function tail(running, lines = 20) {
  return readFileSync(running.log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

/** Asks until `probe` answers something true; fails with `what` and the program's log when it ends before. */
export async function until(what, probe, { running, limitMs = 30_000 } = {}) {
  const deadline = Date.now() + limitMs;
  let ended = false;
  running?.ended.then(() => (ended = true));
  for (;;) {
    const answer = await probe().catch(() => undefined);
    if (answer) return answer;
    if (ended) throw new Error(`${running.name} ended while waiting for ${what}:\n${tail(running)}`);
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${limitMs / 1000} s${running ? `\n${tail(running)}` : ''}`);
    }
    await pause(50);
  }
}
