import { describe, expect, it } from 'vitest';
import { Quality, countedIn, lostPercent } from './quality';

const counted = (received: number, lost: number, decoded = received, dropped = 0) => ({ received, lost, decoded, dropped });

describe('the quality of a video', () => {
  it('is read from the incoming video alone', () => {
    const report = new Map([
      ['a', { type: 'inbound-rtp', kind: 'audio', packetsLost: 9 }],
      ['v', { type: 'inbound-rtp', kind: 'video', packetsReceived: 90, packetsLost: 10, framesDecoded: 30 }],
    ]);
    expect(countedIn(report as never)).toEqual({ received: 90, lost: 10, decoded: 30, dropped: 0 });
    expect(countedIn(new Map() as never)).toBeUndefined();
  });

  it.each([
    ['nothing lost', counted(100, 0), counted(200, 0), 0],
    ['one packet in a hundred is sent again', counted(100, 0), counted(199, 1), 0],
    ['one in ten', counted(100, 5), counted(190, 15), 10],
    ['frames that came and were dropped', counted(100, 0, 100, 0), counted(200, 0, 175, 25), 25],
    ['counts that went back', counted(100, 9), counted(200, 5), 0],
    ['nothing came', counted(100, 9), counted(100, 9), 0],
  ])('%s', (_, before, now, percent) => expect(lostPercent(before, now)).toBe(percent));

  it('has fewer pictures when packets are lost, not when the camera sends fewer', () => {
    const quality = new Quality();
    const fewer = [counted(0, 0, 0), counted(100, 0, 150), counted(150, 0, 200), counted(200, 10, 270), counted(250, 10, 330), counted(300, 10, 390), counted(400, 20, 540)].map((now) => quality.take(now).fewer);
    expect(fewer).toEqual([false, false, false, true, true, false, false]);
  });
});
