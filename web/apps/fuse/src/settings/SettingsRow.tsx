import type { ReactNode } from 'react';

interface Props {
  title: string;
  children: ReactNode;
  action: ReactNode;
  id?: string;
}

/** What a button does, and the button. */
export function SettingsRow({ title, children, action, id }: Props) {
  return (
    <div className="settings-row" id={id}>
      <div>
        <p className="settings-row-title">{title}</p>
        <div className="small dim">{children}</div>
      </div>
      {action}
    </div>
  );
}

/** What came of it; stays until the next attempt. */
export function Done({ children }: { children: ReactNode }) {
  return (
    <p className="small settings-done" role="status">
      {children}
    </p>
  );
}
