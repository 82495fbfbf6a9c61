import { renderPage } from '@gantry/ui/testing';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AccessNote } from './AccessNote';

describe('what a printer says to its code', () => {
  it('is that it works, with how to check what this model does not tell', () => {
    renderPage(<AccessNote access={{ state: 'works', note: 'Whether Developer Mode is on the P1S does not tell' }} />);
    expect(screen.getByText('Works')).toBeInTheDocument();
    expect(screen.getByText('Whether Developer Mode is on the P1S does not tell.')).toBeInTheDocument();
  });

  it('is that it works, and nothing else where the model tells', () => {
    renderPage(<AccessNote access={{ state: 'works', note: '' }} />);
    expect(screen.getByRole('status')).toHaveTextContent(/^Works$/);
  });

  it('is called as the driver calls it, and has a name without that', () => {
    const problem = { code: 'unauthorized', detail: 'It was mistyped' } as const;
    const page = renderPage(<AccessNote access={{ state: 'fails', problem, again: () => {} }} failures={{ unauthorized: 'Wrong PIN' }} />);
    expect(screen.getByText('Wrong PIN.')).toBeInTheDocument();
    page.rerender(<AccessNote access={{ state: 'fails', problem, again: () => {} }} />);
    expect(screen.getByText('Not let in.')).toBeInTheDocument();
  });

  it('is not what the printer said when Fuse has not asked it', () => {
    renderPage(<AccessNote access={{ state: 'fails', problem: { code: 'rate_limited', detail: 'The printer itself was not asked' }, again: () => {} }} />);
    expect(screen.getByText('Not tried yet.')).toBeInTheDocument();
    expect(screen.queryByText(/Too many clients/)).toBeNull();
  });
});
