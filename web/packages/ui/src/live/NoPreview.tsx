import type { ReactNode } from 'react';
import { Icon } from '../parts/Icon';

interface Props {
  /** Of the reasons, for whoever describes itself by them. */
  id: string;
  /** A poster stands over it: no words then. */
  covered: boolean;
  reasons: string[];
  children?: ReactNode;
}

/** The branded placeholder; also beneath a poster that is still loading. */
export function NoPreview({ id, covered, reasons, children }: Props) {
  return (
    <div className="picture-none">
      <Icon name="logo" />
      {!covered && <b>No preview</b>}
      {reasons.length > 0 && (
        <small id={id}>
          {reasons.map((reason) => (
            <span key={reason}>{reason}</span>
          ))}
        </small>
      )}
      {children}
    </div>
  );
}
