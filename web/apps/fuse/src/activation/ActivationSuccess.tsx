import { Icon } from '@gantry/ui';

export function ActivationSuccess() {
  return (
    <div className="activation" role="status">
      <div className="activation-done">
        <span className="activation-tick">
          <Icon name="check" size={44} />
        </span>
        <h1>Activation Successful!</h1>
        <p className="dim">This Fuse now belongs to your store. The dashboard follows.</p>
      </div>
    </div>
  );
}
