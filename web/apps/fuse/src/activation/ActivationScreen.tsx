import { Button } from '@mantine/core';
import { FormError, Icon, Loading, QrCode } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { activationQuery, fuse, type Activation } from '../api';
import { HelpHint } from '../help/HelpHint';
import { ExpiryRing } from './ExpiryRing';

export function ActivationScreen({ activation }: { activation: Activation }) {
  const request = useNewCode(activation);
  return (
    <div className="activation">
      <div className="activation-card card">
        <h1>Activate this Fuse</h1>
        <p className="dim">One code connects the printers on this network to Gantry. Nothing on the printers changes.</p>
        <Code activation={activation} pending={request.isPending} />
        <FormError error={request.error ?? (activation.problem && new Error(activation.problem.detail))} />
        {(activation.state === 'failed' || activation.problem) && <HelpHint about="cloud" />}
        <div className="activation-actions">
          {activation.state === 'waiting' && activation.url && (
            <Button component="a" href={activation.url} target="_blank" rel="noopener" size="md" rightSection={<Icon name="external" />}>
              Open Gantry to Activate
            </Button>
          )}
          <Button
            size="md"
            variant={activation.state === 'waiting' ? 'default' : 'filled'}
            loading={request.isPending}
            onClick={() => request.mutate()}
          >
            Request New Activation Code
          </Button>
        </div>
        <Steps />
      </div>
      <Link to="/printers" className="activation-skip">
        Continue without Gantry Cloud <Icon name="right" size={16} />
      </Link>
    </div>
  );
}

/** The first code is asked for by the page itself; later ones by the person. */
function useNewCode(activation: Activation) {
  const cache = useQueryClient();
  const request = useMutation({
    mutationFn: () => fuse('post', '/api/activation'),
    onSuccess: (fresh) => cache.setQueryData(activationQuery.queryKey, fresh),
  });
  const asked = useRef(false);
  const { mutate } = request;
  useEffect(() => {
    if (activation.state !== 'idle' || asked.current) return;
    asked.current = true;
    mutate();
  }, [activation.state, mutate]);
  return request;
}

function Code({ activation, pending }: { activation: Activation; pending: boolean }) {
  const { state, code, url, expires_at = 0, lifetime_s = 900, fingerprint } = activation;
  if (state === 'expired') return <p className="activation-none">This code has expired. Request a new one.</p>;
  if (state === 'failed') return <p className="activation-none">There is no code to show.</p>;
  if (!code || pending) return <Loading what="a code" />;
  return (
    <div className="activation-code-row">
      <div className="activation-code-side">
        <span className="small dim" id="code-label">
          Activation code
        </span>
        <output className="activation-code" aria-labelledby="code-label">
          {code}
        </output>
        <ExpiryRing expiresAt={expires_at} lifetimeMs={lifetime_s * 1000} />
        {fingerprint && (
          <span className="small dim">
            Fingerprint of this machine <span className="mono activation-fingerprint">{fingerprint}</span>
          </span>
        )}
      </div>
      {url && <QrCode text={url} label="QR code of the activation link" />}
    </div>
  );
}

function Steps() {
  return (
    <ol className="activation-steps">
      <li>Open Gantry with the button, or scan the QR code with your phone.</li>
      <li>Sign in and check that the machine shown is this one: it has the same fingerprint.</li>
      <li>Confirm. This page continues by itself.</li>
    </ol>
  );
}
