import { Button, TextInput } from '@mantine/core';
import { Dialog, DialogForm, QrCode } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cloud, secondFactorQuery } from '../api';

interface Offer {
  secret: string;
  uri: string;
}

/** Password, then the QR code and a first code, then the recovery codes. */
export function SetUpSecondFactor({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} title="Set up a second factor" onClose={onClose}>
      <Steps onDone={onClose} />
    </Dialog>
  );
}

function Steps({ onDone }: { onDone: () => void }) {
  const [offer, setOffer] = useState<Offer>();
  const [codes, setCodes] = useState<string[]>();
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (offer) return <Scan offer={offer} onConfirmed={setCodes} />;
  return <Prove onOffer={setOffer} onCancel={onDone} />;
}

function Prove({ onOffer, onCancel }: { onOffer: (offer: Offer) => void; onCancel: () => void }) {
  const [password, setPassword] = useState('');
  const begin = useMutation({ mutationFn: () => cloud('post', '/api/account/second-factor', { body: { password } }), onSuccess: onOffer });
  return (
    <DialogForm action="Continue" pending={begin.isPending} error={begin.error} onCancel={onCancel} onSubmit={() => begin.mutate()}>
      <TextInput label="Your password" type="password" autoComplete="current-password" data-autofocus required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
    </DialogForm>
  );
}

function Scan({ offer, onConfirmed }: { offer: Offer; onConfirmed: (codes: string[]) => void }) {
  const cache = useQueryClient();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => cloud('post', '/api/account/second-factor/confirm', { body: { code } }),
    onSuccess: ({ recovery_codes }) => {
      void cache.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
      onConfirmed(recovery_codes);
    },
  });
  return (
    <DialogForm action="Switch On" pending={confirm.isPending} error={confirm.error} onSubmit={() => confirm.mutate()}>
      <p>Scan this with an authenticator app, or type the secret into it.</p>
      <div className="scan">
        <QrCode text={offer.uri} label="QR code of the second factor" />
        <code className="mono" aria-label="Secret">
          {offer.secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </code>
      </div>
      <TextInput
        label="Code that the app shows"
        autoComplete="one-time-code"
        inputMode="numeric"
        data-autofocus
        required
        className="code-field"
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </DialogForm>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="stack">
      <p>The second factor is on. Keep these codes where you find them without your phone: each opens the door once. They are not shown again.</p>
      <ul className="recovery mono" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="dialog-actions">
        <Button onClick={onDone}>I Have Kept Them</Button>
      </div>
    </div>
  );
}
