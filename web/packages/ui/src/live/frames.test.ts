import { describe, expect, it, vi } from 'vitest';
import { frameName, saveFrame } from './frames';

describe('a saved frame', () => {
  it('is called after its printer and its moment', () => {
    expect(frameName('Rack 3', new Date(2026, 0, 31, 14, 5, 9))).toBe('Rack 3_20260131_140509.jpg');
  });

  it('has no name that a file cannot have', () => {
    const at = new Date(2026, 0, 1);
    expect(frameName('../../etc/pass\u0000wd', at)).toBe('_.._etc_pass_wd_20260101_000000.jpg');
    expect(frameName(' . ', at)).toBe('printer_20260101_000000.jpg');
  });

  it('is as large as the video, and nothing while there is none', async () => {
    expect(await saveFrame(null, 'Rack 3')).toBe(false);
    const drawn: unknown[] = [];
    let clicked = '';
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue({ drawImage: (...all: unknown[]) => drawn.push(all.slice(1)) } as never);
    vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((done) => done(new Blob(['jpeg'])));
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
      clicked = this.download;
    });
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:1', revokeObjectURL: () => {} }));
    const video = Object.defineProperties(document.createElement('video'), { videoWidth: { value: 1920 }, videoHeight: { value: 1080 } });
    expect(await saveFrame(video, 'Rack 3')).toBe(true);
    expect(drawn).toEqual([[0, 0]]);
    expect(clicked).toMatch(/^Rack 3_\d{8}_\d{6}\.jpg$/);
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
});
