import { useEffect, useState } from 'react';
import type { CheckStep } from '@gantry/api';
import type { OpenSignalling } from '../live/signalling';
import { checkPath, pathStep } from './path';
import { settled } from './step';

const needsTheOthers = settled(pathStep, { state: 'skipped', seen: 'It shows only when the steps before it work.' });

/** The last step: begins when those before it have come to an end and none of them has failed. */
export function usePath(open: OpenSignalling, before: { done: boolean; failed: boolean }, policy: RTCIceTransportPolicy = 'all'): CheckStep {
  const [step, setStep] = useState(pathStep);
  const ready = before.done && !before.failed;
  useEffect(() => (ready ? checkPath(open, policy, setStep) : undefined), [open, policy, ready]);
  return before.done && before.failed ? needsTheOthers : step;
}

export function isSettled({ state }: CheckStep): boolean {
  return state !== 'waiting' && state !== 'running';
}
