import { Dialog } from '../parts/Dialog';

export type KeyList = ReadonlyArray<readonly [key: string, what: string]>;

/** The list of keys of a page. */
export function KeysDialog({ keys, opened, onClose }: { keys: KeyList; opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Keys" onClose={onClose} size="sm">
      <dl className="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
