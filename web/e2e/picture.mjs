// Reads the clock out of a shown picture. `watchVideos` runs in the page; the rest runs in Node.

/**
 * Installed in every page: remembers peer connections, and for each shown frame of each video the delay between the
 * picture's own clock (the strip of cells drawn by the simulated printer, see docs/simulator.md) and now. Reading it
 * takes time: a page with many videos sets gantryIgnoresClocks.
 */
export function watchVideos() {
  const cells = 48;
  const pattern = 0b10110010;
  const seen = new WeakSet();
  const canvas = new OffscreenCanvas(cells * 20, 20);
  const context = canvas.getContext('2d', { willReadFrequently: true });

  window.gantryPeers = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args);
      window.gantryPeers.push(this);
    }
  };

  function bitsOf(video) {
    const scale = video.videoHeight / 720;
    context.drawImage(video, 40 * scale, 680 * scale, cells * 20 * scale, 20 * scale, 0, 0, cells * 20, 20);
    const { data } = context.getImageData(0, 10, cells * 20, 1);
    return Array.from({ length: cells }, (_, cell) => (data[(cell * 20 + 10) * 4 + 1] > 128 ? 1 : 0));
  }

  const number = (bits) => bits.reduce((value, bit) => value * 2 + bit, 0);

  function clockOf(video) {
    const bits = bitsOf(video);
    const bytes = [8, 16, 24, 32].map((start) => number(bits.slice(start, start + 8)));
    const sum = bytes.reduce((total, byte) => total + byte, 0) % 256;
    if (number(bits.slice(0, 8)) !== pattern || sum !== number(bits.slice(40, 48))) return undefined;
    return number(bits.slice(8, 40));
  }

  function watch(video) {
    if (seen.has(video)) return;
    seen.add(video);
    video.gantry = { frames: 0, firstFrameAt: 0, delays: [], takenAt: 0 };
    const onFrame = () => {
      const state = video.gantry;
      state.frames += 1;
      state.firstFrameAt ||= performance.now();
      const clock = window.gantryIgnoresClocks ? undefined : clockOf(video);
      if (clock !== undefined) {
        const now = Date.now();
        const delay = (((now % 2 ** 32) - clock + 2 ** 32 + 2 ** 31) % 2 ** 32) - 2 ** 31;
        state.takenAt = now - delay;
        if (state.delays.length < 2000) state.delays.push(delay);
      }
      video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  }

  document.addEventListener('click', () => (window.gantryClickedAt = performance.now()), { capture: true });
  new MutationObserver(() => document.querySelectorAll('video').forEach(watch)).observe(document, {
    childList: true,
    subtree: true,
  });
}

/** @returns what the tile's video has shown since the last click */
export function measure(tile) {
  return tile.locator('video').evaluate((video) => ({
    frames: video.gantry.frames,
    firstFrameMs: Math.round(video.gantry.firstFrameAt - window.gantryClickedAt),
    delays: video.gantry.delays,
    width: video.videoWidth,
    height: video.videoHeight,
  }));
}

/** Candidate types of the pair that carries the newest connection: {local: 'relay', remote: 'relay', …}. */
export function selectedPair(page) {
  return page.evaluate(async () => {
    const peer = window.gantryPeers.at(-1);
    const stats = [...(await peer.getStats()).values()];
    const transport = stats.find((entry) => entry.type === 'transport');
    const pair = stats.find((entry) => entry.id === transport?.selectedCandidatePairId);
    const candidate = (id) => stats.find((entry) => entry.id === id);
    const video = stats.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'video');
    return {
      local: candidate(pair?.localCandidateId)?.candidateType,
      remote: candidate(pair?.remoteCandidateId)?.candidateType,
      relayProtocol: candidate(pair?.localCandidateId)?.relayProtocol,
      framesDecoded: video?.framesDecoded ?? 0,
      videoBytes: video?.bytesReceived ?? 0,
    };
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor(sorted.length / 2)] : NaN;
}

/** The smallest of the values that so many percent do not exceed. */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)];
}
