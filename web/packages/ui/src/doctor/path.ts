import type { ProblemText } from '@gantry/api';
import { LiveConnection } from '../live/connection';
import type { OpenSignalling } from '../live/signalling';
import type { CauseId } from './causes';
import { settled, waiting, type CheckStep } from './step';

export const pathStep = waiting('path', 'Video to this browser');
export const pathLimitMs = 20_000;
const lookEveryMs = 250;

interface Seen {
  pairs: string[];
  frames: number;
  connected: boolean;
}

type CandidateKind = 'host' | 'srflx' | 'prflx' | 'relay';
const kinds: Record<CandidateKind, string> = { host: 'direct', srflx: 'STUN', prflx: 'STUN', relay: 'TURN' };

/** "direct → TURN: failed" for each pair of addresses that was tried, the same ones counted. */
export function pairsOf(stats: Iterable<Record<string, unknown>>): string[] {
  const all = [...stats];
  const byId = new Map(all.map((entry) => [entry['id'], entry]));
  const kind = (id: unknown) => kinds[(byId.get(id)?.['candidateType'] as CandidateKind | undefined) ?? 'host'];
  const counts = new Map<string, number>();
  for (const pair of all) {
    if (pair['type'] !== 'candidate-pair') continue;
    const way = `${kind(pair['localCandidateId'])} → ${kind(pair['remoteCandidateId'])}: ${stateWord(pair)}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
  }
  return [...counts].map(([way, count]) => (count > 1 ? `${count} × ${way}` : way));
}

function stateWord({ state, nominated }: Record<string, unknown>): string {
  if (state === 'succeeded') return nominated ? 'used' : 'works';
  return state === 'failed' ? 'failed' : 'no answer';
}

/** Tries to watch as the tile does, and says where it ends. Answers how to stop. */
export function checkPath(open: OpenSignalling, policy: RTCIceTransportPolicy, onStep: (step: CheckStep) => void): () => void {
  const startedAt = performance.now();
  const seen: Seen = { pairs: [], frames: 0, connected: false };
  let over = false;
  const end = (step: CheckStep) => {
    if (over) return;
    over = true;
    clearInterval(timer);
    connection.close();
    onStep(step);
  };
  const connection = new LiveConnection(open, policy, {
    stream: () => {},
    connected: () => {
      seen.connected = true;
    },
    slow: () => {},
    failed: (problem) => end(judgeFailure(seen, problem)),
  });
  const look = async () => {
    const stats = [...(await connection.stats()).values()] as Array<Record<string, unknown>>;
    if (over) return;
    const pairs = pairsOf(stats);
    // A connection that has failed forgets its pairs: what was seen last stays.
    if (pairs.length > 0) seen.pairs = pairs;
    seen.frames = Number(stats.find(({ type }) => type === 'inbound-rtp')?.['framesReceived'] ?? 0);
    const elapsed = performance.now() - startedAt;
    if (seen.frames > 0) end(judgeSuccess(seen, elapsed));
    else if (elapsed > pathLimitMs) end(judgeFailure(seen));
  };
  const timer = setInterval(() => void look().catch(() => {}), lookEveryMs);
  onStep({ ...pathStep, state: 'running' });
  return () => {
    over = true;
    clearInterval(timer);
    connection.close();
  };
}

function tried({ pairs }: Seen): string {
  return pairs.length > 0 ? ` Pairs of addresses tried: ${pairs.join('; ')}.` : ' No pair of addresses was found to try.';
}

function judgeSuccess(seen: Seen, elapsedMs: number): CheckStep {
  return settled(pathStep, { state: 'passed', seen: `The first picture arrived after ${(elapsedMs / 1000).toFixed(1)} s.${tried(seen)}` });
}

const causeOf: Partial<Record<ProblemText['code'], CauseId>> = {
  disabled: 'remote_off',
  forbidden: 'no_permission',
  unauthorized: 'no_permission',
  not_found: 'printer_unknown',
  busy: 'too_busy',
};

function judgeFailure(seen: Seen, problem?: ProblemText): CheckStep {
  if (problem) return settled(pathStep, { state: 'failed', seen: problem.detail, cause: causeOf[problem.code] ?? (seen.connected ? 'no_video' : 'no_path') });
  if (seen.connected) return settled(pathStep, { state: 'failed', seen: `Connected, but no picture arrived.${tried(seen)}`, cause: 'no_video' });
  return settled(pathStep, { state: 'failed', seen: `No connection.${tried(seen)}`, cause: 'no_path' });
}
