import { useEffect, useRef } from 'react';
import type { KeptFrame } from './lastFrames';

export function KeptPicture({ frame: { picture } }: { frame: KeptFrame }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const target = canvas.current;
    if (!target) return;
    target.width = picture.width;
    target.height = picture.height;
    target.getContext('2d')?.drawImage(picture, 0, 0);
  }, [picture]);
  return <canvas ref={canvas} className="picture-kept" aria-hidden />;
}
