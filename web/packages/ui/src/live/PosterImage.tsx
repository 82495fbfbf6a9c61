import { useState } from 'react';

interface Props {
  source: string;
  alt: string;
  /** There is nothing to show, not even the one before. */
  onFailed: () => void;
}

/**
 * The picture beneath a live video; the one before stays until the next has loaded, so nothing flickers. It keeps for
 * itself what has loaded: whoever scrolls past a hundred of them pays for no second drawing of their tiles.
 */
export function PosterImage({ source, alt, onFailed }: Props) {
  const [loaded, setLoaded] = useState('');
  const [failed, setFailed] = useState('');
  return (
    <>
      {loaded && loaded !== source && <img src={loaded} alt="" />}
      {failed !== source && (
        <img
          src={source}
          alt={alt}
          loading="lazy"
          decoding="async"
          onLoad={() => setLoaded(source)}
          onError={() => (loaded ? setFailed(source) : onFailed())}
        />
      )}
    </>
  );
}
