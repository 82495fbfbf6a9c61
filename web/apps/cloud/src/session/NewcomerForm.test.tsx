import { renderPage } from '@gantry/ui/testing';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { NewcomerForm } from './NewcomerForm';

describe('the form of a newcomer', () => {
  it('hands over who they are and their store', async () => {
    const submit = vi.fn();
    renderPage(<NewcomerForm action="Create Store" pending={false} error={null} onSubmit={submit} />);
    await userEvent.type(screen.getByRole('textbox', { name: 'Your name' }), 'Olive Owner');
    await userEvent.type(screen.getByRole('textbox', { name: 'E-mail' }), 'olive@example.com');
    await userEvent.type(screen.getByLabelText(/^Password/), 'correct horse battery');
    await userEvent.type(screen.getByRole('textbox', { name: 'Store name' }), 'Workshop');
    await userEvent.click(screen.getByRole('button', { name: 'Create Store' }));
    expect(submit).toHaveBeenCalledExactlyOnceWith({ name: 'Olive Owner', email: 'olive@example.com', password: 'correct horse battery', store_name: 'Workshop' });
  });

  it('shows why it is refused', () => {
    renderPage(<NewcomerForm action="Create Account" pending={false} error={new Error('this address has an account')} onSubmit={() => {}} />);
    expect(screen.getByRole('alert')).toHaveTextContent('This address has an account');
  });
});
