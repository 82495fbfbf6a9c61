import type { CheckReport, CheckStep, ProblemText } from '@gantry/api';
import { settled, waiting } from '@gantry/ui/doctor';
import { unreachable } from './checks';

export interface CloudCheckup {
  servers: RTCIceServer[] | undefined;
  report: CheckReport | undefined;
  problem: ProblemText | undefined;
}

export const nothingYet: CloudCheckup = { servers: undefined, report: undefined, problem: undefined };

const permission = waiting('permission', 'Permission to watch');
const fuse = waiting('fuse', 'Fuse is online');

/** What the Cloud itself decides, as the first two steps. */
export function cloudSteps({ servers, problem }: CloudCheckup): CheckStep[] {
  const may = settled(permission, { state: 'passed', seen: 'You may watch this camera.' });
  if (problem === unreachable && !servers) return [settled(permission, { state: 'failed', seen: problem.detail, cause: 'gantry_silent' }), settled(fuse, { state: 'skipped', seen: 'Not asked.' })];
  if (servers) return [may, settled(fuse, { state: 'passed', seen: 'It is connected to Gantry.' })];
  if (problem?.code === 'offline') return [may, settled(fuse, { state: 'failed', seen: problem.detail, cause: 'fuse_offline' })];
  if (problem) return [settled(permission, { state: 'failed', seen: problem.detail, cause: 'no_permission' }), settled(fuse, { state: 'skipped', seen: 'Not asked.' })];
  return [{ ...permission, state: 'running' }, fuse];
}

/** Those that the Fuse ended without a finding: it left, or is too old to know the check. */
export function fuseSteps({ report, problem }: CloudCheckup): CheckStep[] {
  const steps = report?.steps ?? [];
  if (!problem || report?.done) return steps;
  const cause = problem === unreachable ? 'gantry_silent' : 'no_answer';
  return steps.map((step) => (step.state === 'waiting' || step.state === 'running' ? settled(step, { state: 'failed', seen: problem.detail, cause }) : step));
}

const relays = new Set(['stun', 'turn', 'browser_stun', 'browser_turn']);

/** Servers that do not answer are worth knowing; where no way was found they are why. */
export function blame(steps: CheckStep[], path: CheckStep): CheckStep[] {
  const lost = path.state === 'failed' && path.cause === 'no_path';
  return lost ? steps.map((step) => (relays.has(step.id) && step.state === 'warned' ? { ...step, state: 'failed' } : step)) : steps;
}
