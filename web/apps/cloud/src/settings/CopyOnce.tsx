import { Button } from '@mantine/core';
import { Icon } from '@gantry/ui';
import { useRef, useState } from 'react';

/** What is shown now and never again, to be copied. */
export function CopyOnce({ label, text }: { label: string; text: string }) {
  const code = useRef<HTMLElement>(null);
  const [state, setState] = useState<'shown' | 'copied' | 'selected'>('shown');
  const copy = async () => {
    // Browsers give the clipboard to https and to localhost only.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    if (!copied && code.current) window.getSelection()?.selectAllChildren(code.current);
    setState(copied ? 'copied' : 'selected');
  };
  return (
    <div className="copy-once" role="group" aria-label={label}>
      <code ref={code}>{text}</code>
      <Button variant="default" leftSection={<Icon name={state === 'copied' ? 'check' : 'edit'} />} onClick={() => void copy()}>
        {{ shown: 'Copy', copied: 'Copied', selected: 'Selected: press Ctrl-C' }[state]}
      </Button>
    </div>
  );
}
