import { Icon } from '@gantry/ui';
import { useRouter } from '@tanstack/react-router';
import type { PrinterView } from '../api';

/** On a printer's card: to everything that Fuse and the printer say to each other. */
export function CommunicationsButton({ printer: { id, name } }: Pick<PrinterView, 'printer'>) {
  const router = useRouter({ warn: false }) as ReturnType<typeof useRouter> | undefined;
  const to = `/printers/${encodeURIComponent(id)}/communications`;
  return (
    <a
      className="card-action"
      href={to}
      aria-label={`Communications of ${name}`}
      onClick={(event) => {
        if (!router || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        void router.navigate({ href: to });
      }}
    >
      <Icon name="talk" /> Communications
    </a>
  );
}
