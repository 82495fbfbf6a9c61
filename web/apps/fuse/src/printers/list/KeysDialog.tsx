import { Dialog } from '@gantry/ui';

const keys: Array<[string, string]> = [
  ['/', 'Search'],
  ['← ↑ ↓ →', 'From card to card'],
  ['Enter', 'Camera of the card'],
  ['f', 'Full screen, while the camera runs'],
  ['Esc', 'Close the camera'],
  ['p', 'Pause or resume'],
  ['s', 'Stop, asks first'],
  ['l', 'Light'],
  ['t', 'Temperatures of the last hour'],
  ['?', 'This list'],
];

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
