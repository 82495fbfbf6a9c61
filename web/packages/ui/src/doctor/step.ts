import type { CheckStep } from '@gantry/api';
import type { CauseId } from './causes';

export type { CheckStep };

export function waiting(id: string, name: string): CheckStep {
  return { id, name, state: 'waiting', seen: '', cause: '' };
}

interface Finding {
  state: 'passed' | 'warned' | 'failed' | 'skipped';
  seen: string;
  cause?: CauseId;
}

export function settled(step: CheckStep, { state, seen, cause = '' as CauseId }: Finding): CheckStep {
  return { ...step, state, seen, cause };
}

/** The one to begin with: what comes after it may follow from it. */
export function firstFailure(steps: CheckStep[]): CheckStep | undefined {
  return steps.find(({ state }) => state === 'failed');
}
