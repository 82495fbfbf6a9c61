import { stateOf } from '@gantry/ui/testing';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { open, owner, printer, serveSilence } from './testing';

serveSilence();

const ago = (ms: number) => ({ state: stateOf({ last_report_at: Date.now() - ms }) });

describe('a printer without a camera', () => {
  it.each(['/', '/printers/Alpha'])('has the placeholder with that reason at %s', async (address) => {
    await open(address, owner, [printer('Alpha', {}, 'none')]);
    expect(await screen.findByText('No preview')).toBeInTheDocument();
    expect(screen.getByText('This printer has no camera.')).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Stream/ })).not.toBeInTheDocument();
  });
});

describe('what a printer said last', () => {
  it.each(['full', 'compact', 'cameras'])('has its age in the %s view from 10 seconds on', async (view) => {
    await open(`/?view=${view}`, owner, [printer('Alpha', ago(42_500)), printer('Beta', ago(4000))]);
    expect(screen.getByText('42s ago')).toHaveAttribute('title', expect.stringMatching(/^Last report /));
    expect(screen.queryByText('just now')).not.toBeInTheDocument();
  });
});

describe('a store without printers', () => {
  it('offers to activate a Fuse to those who may', async () => {
    await open('/', { ...owner, permissions: [...owner.permissions, 'fuse.manage'] }, []);
    expect(screen.getByRole('link', { name: 'Activate a Fuse' })).toHaveAttribute('href', '/activate');
  });

  it('tells others whom to ask', async () => {
    await open('/', owner, []);
    expect(screen.getByText(/An owner or admin of Workshop can activate one/)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: 'Activate a Fuse' })).not.toBeInTheDocument();
  });
});
