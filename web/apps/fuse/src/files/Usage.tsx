import { bytesText } from '../bytes';

interface Props {
  usage: { bytes: number; limit_bytes: number; files: number };
}

/** How full the cache is. */
export function Usage({ usage: { bytes, limit_bytes, files } }: Props) {
  const share = limit_bytes > 0 ? Math.min(1, bytes / limit_bytes) : 0;
  return (
    <span className="usage">
      <span className="usage-text figures">
        <b>{bytesText(bytes)}</b> of {bytesText(limit_bytes)} used · {files === 1 ? '1 file' : `${files} files`}
      </span>
      <meter className="usage-bar" aria-label="Cache usage" min={0} max={1} value={share} style={{ '--share': share } as React.CSSProperties} />
    </span>
  );
}
