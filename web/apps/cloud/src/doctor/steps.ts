import type { CheckReport, CheckStep, ProblemText } from '@gantry/api';
import { settled, waiting, type CauseId } from '@gantry/ui/doctor';
import { unreachable } from './checks';

export interface CloudCheckup {
  servers: RTCIceServer[] | undefined;
  report: CheckReport | undefined;
  problem: ProblemText | undefined;
}

export const nothingYet: CloudCheckup = { servers: undefined, report: undefined, problem: undefined };

const permission = waiting('permission', 'Permission to watch');
const fuse = waiting('fuse', 'Fuse is online');
const may = settled(permission, { state: 'passed', seen: 'You may watch this camera.' });
const online = settled(fuse, { state: 'passed', seen: 'It is connected to Gantry.' });
const notAsked = { state: 'skipped', seen: 'Not asked.' } as const;

const causes: Partial<Record<ProblemText['code'], CauseId>> = {
  offline: 'fuse_offline',
  forbidden: 'no_permission',
  unauthorized: 'no_permission',
  not_found: 'printer_unknown',
  busy: 'too_busy',
};

/** What ended the check before its time, by name. */
function causeOf(problem: ProblemText): CauseId {
  return problem === unreachable ? 'gantry_silent' : (causes[problem.code] ?? 'no_answer');
}

/** What the Cloud itself decides, as the first steps; it may decide otherwise while the others are taken. */
export function cloudSteps({ servers, report, problem }: CloudCheckup): CheckStep[] {
  if (!problem) return servers ? [may, online] : [{ ...permission, state: 'running' }, fuse];
  const cause = causeOf(problem);
  const failed = (step: CheckStep) => settled(step, { state: 'failed', seen: problem.detail, cause });
  switch (cause) {
    case 'gantry_silent':
      return servers && report ? [may, online] : [failed(permission), settled(fuse, notAsked)];
    case 'no_permission':
      return [failed(permission), servers ? online : settled(fuse, notAsked)];
    case 'fuse_offline':
      return [may, failed(fuse)];
    case 'printer_unknown':
      return [failed(waiting('known', 'Printer known to Gantry')), settled(permission, notAsked), settled(fuse, notAsked)];
    default:
      // Both are well, and the check was refused, or never begun by a Fuse that does not know it.
      return report ? [may, online] : [may, online, failed(waiting('check', 'Check-up by Fuse'))];
  }
}

const brokenOff = new Set<CauseId>(['gantry_silent', 'no_answer']);

/** Those that the Fuse ended without a finding: it left, is too old to know the check, or was asked no more. */
export function fuseSteps({ report, problem }: CloudCheckup): CheckStep[] {
  const steps = report?.steps ?? [];
  if (!problem || report?.done) return steps;
  const cause = causeOf(problem);
  const finding = brokenOff.has(cause) ? ({ state: 'failed', seen: problem.detail, cause } as const) : notAsked;
  return steps.map((step) => (step.state === 'waiting' || step.state === 'running' ? settled(step, finding) : step));
}

const relays = new Set(['stun', 'turn', 'browser_stun', 'browser_turn']);

/** Servers that do not answer are worth knowing; where no way was found they are why. */
export function blame(steps: CheckStep[], path: CheckStep): CheckStep[] {
  const lost = path.state === 'failed' && path.cause === 'no_path';
  return lost ? steps.map((step) => (relays.has(step.id) && step.state === 'warned' ? { ...step, state: 'failed' } : step)) : steps;
}
