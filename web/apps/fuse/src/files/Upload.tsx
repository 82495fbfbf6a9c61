import { Button, FileButton } from '@mantine/core';
import { FormError, Icon } from '@gantry/ui';
import type { UploadState } from './useUploads';

export function Upload({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <FileButton multiple accept=".3mf,.gcode,.bgcode" onChange={onFiles} inputProps={{ 'aria-label': 'Files to upload' }}>
      {(props) => (
        <Button leftSection={<Icon name="upload" />} {...props}>
          Upload
        </Button>
      )}
    </FileButton>
  );
}

export function UploadList({ uploads, onDismiss }: { uploads: UploadState[]; onDismiss: (number: number) => void }) {
  if (uploads.length === 0) return null;
  return (
    <ul className="uploads card" aria-label="Uploads">
      {uploads.map(({ number, name, share, error }) => (
        <li key={number}>
          <span className="anywhere">{name}</span>
          {error ? (
            <>
              <FormError error={error} />
              <Button variant="default" aria-label={`Dismiss ${name}`} onClick={() => onDismiss(number)}>
                Dismiss
              </Button>
            </>
          ) : (
            <>
              <progress aria-label={`Upload of ${name}`} value={share} max={1} />
              <span className="figures small dim">{Math.round(share * 100)} %</span>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
