// What a person does at a simulated printer itself.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programs } from './gantry.mjs';

const run = promisify(execFile);

/** `print SERIAL start`, `fault SERIAL deaf`: docs/simulator.md has all of them. */
export const atPrinter = (gantry, command, printer, ...rest) =>
  run(join(programs, 'gantry'), ['sim', command, '--data', join(gantry.options.data, 'sim'), printer.serial, ...rest]);
