import { useEffect, useEffectEvent, useRef } from 'react';
import { keepFrame } from './lastFrames';

interface Props {
  camera: string;
  name: string;
  stream: MediaStream | undefined;
  shown: boolean;
  onFrame: (frames: number) => void;
}

/** The video alone: invisible until its first picture, keeps its last one when it goes away. */
export function LiveVideo({ camera, name, stream, shown, onFrame }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  const report = useEffectEvent(onFrame);

  useEffect(() => {
    const video = element.current;
    if (!video || !stream) return undefined;
    video.srcObject = stream;
    const forget = countFrames(video, (frames) => report(frames));
    // Refused where autoplay needs a gesture; muted video never does, and a click has just happened.
    void video.play?.()?.catch(() => {});
    return () => {
      forget();
      keepFrame(camera, video);
      video.srcObject = null;
    };
  }, [camera, stream]);

  return (
    <video ref={element} className="live-video" data-shown={shown} aria-label={`Live picture of ${name}`} autoPlay muted playsInline />
  );
}

function countFrames(video: HTMLVideoElement, onFrame: (frames: number) => void): () => void {
  let frames = 0;
  let request = 0;
  let over = false;
  if (!('requestVideoFrameCallback' in video)) {
    const element = video as HTMLVideoElement;
    const count = () => onFrame((frames += 1));
    element.addEventListener('timeupdate', count);
    return () => element.removeEventListener('timeupdate', count);
  }
  const next = () => {
    if (over) return;
    onFrame((frames += 1));
    request = video.requestVideoFrameCallback(next);
  };
  request = video.requestVideoFrameCallback(next);
  return () => {
    over = true;
    video.cancelVideoFrameCallback(request);
  };
}
