import { describe, expect, it } from 'vitest';
import { likelyFirst, type Found } from './discovery';

const seen = (serial: string, scanned: boolean, known: Found['known'] = null): Found => ({
  seen: { driver: 'bambu', serial, address: '192.0.2.1', model: 'P1S', name: '', firmware: '', mode: 'unknown', announced: true, scanned },
  known,
});
const serials = (printers: Found[]) => printers.map((found) => found.seen.serial);

describe('more printers than are shown', () => {
  const flood = Array.from({ length: 120 }, (_, index) => seen(`false ${index}`, false));

  it('hide none that has shown its certificate, and none that is here already', () => {
    const ours = seen('ours', false, { id: 'p1', name: 'Left', address: '192.0.2.1' });
    const shown = serials(likelyFirst([...flood, seen('real', true), ours], 100));
    expect(shown).toHaveLength(100);
    expect(shown.slice(0, 3)).toEqual(['real', 'ours', 'false 0']);
  });

  it('keep their places while there is room for all', () => {
    const few = [seen('false', false), seen('real', true)];
    expect(likelyFirst(few, 100)).toBe(few);
  });
});
