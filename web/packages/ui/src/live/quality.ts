/** What the browser has counted of a video since it began. */
export interface Counted {
  received: number;
  lost: number;
  decoded: number;
  dropped: number;
}

export function countedIn(report: RTCStatsReport): Counted | undefined {
  for (const stats of report.values() as Iterable<Record<string, unknown>>) {
    if (stats.type !== 'inbound-rtp' || stats.kind !== 'video') continue;
    const number = (name: string) => (typeof stats[name] === 'number' ? stats[name] : 0);
    return { received: number('packetsReceived'), lost: number('packetsLost'), decoded: number('framesDecoded'), dropped: number('framesDropped') };
  }
  return undefined;
}

const share = (bad: number, good: number): number => (bad > 0 ? bad / (bad + Math.max(good, 0)) : 0);
/** Below, nobody sees it: lost packets are sent again. */
const worthANote = 0.02;

/** How much of the picture was lost between two counts, in percent; 0 = nothing to speak of. */
export function lostPercent(before: Counted, now: Counted): number {
  const packets = share(now.lost - before.lost, now.received - before.received);
  const frames = share(now.dropped - before.dropped, now.decoded - before.decoded);
  const worst = Math.max(packets, frames);
  return worst < worthANote ? 0 : Math.round(worst * 100);
}

/** So much less than at its best is not as the camera sends it. */
const fewerThan = 0.7;

/** A video as it is counted again and again, in equal times. */
export class Quality {
  #before: Counted | undefined;
  #lost = 0;
  #best = 0;

  /** `fewer`: while packets are lost there are fewer pictures than there were: they are left out for a slow way. */
  take(now: Counted): { lost: number; fewer: boolean } {
    const before = this.#before;
    this.#before = now;
    if (!before) return { lost: 0, fewer: false };
    const lost = lostPercent(before, now);
    const pictures = now.decoded - before.decoded;
    const fewer = (lost > 0 || this.#lost > 0) && pictures < this.#best * fewerThan;
    this.#lost = lost;
    this.#best = Math.max(this.#best, pictures);
    return { lost, fewer };
  }
}
