import { useSyncExternalStore } from 'react';

/** The last picture of each camera that was watched on this page, so that closing does not go back to nothing. */
export interface KeptFrame {
  picture: HTMLCanvasElement;
  at: number;
}

const kept = new Map<string, KeptFrame>();
const listeners = new Set<() => void>();
const keptWidth = 960;

export function keepFrame(camera: string, video: HTMLVideoElement | null): void {
  if (!video?.videoWidth) return;
  const picture = document.createElement('canvas');
  picture.width = Math.min(keptWidth, video.videoWidth);
  picture.height = Math.round((picture.width * video.videoHeight) / video.videoWidth);
  picture.getContext('2d')?.drawImage(video, 0, 0, picture.width, picture.height);
  kept.set(camera, { picture, at: Date.now() });
  for (const listener of listeners) listener();
}

/** Pictures belong to whoever may see them: called when that ends. */
export function forgetFrames(): void {
  kept.clear();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useKeptFrame(camera: string): KeptFrame | undefined {
  return useSyncExternalStore(subscribe, () => kept.get(camera));
}
