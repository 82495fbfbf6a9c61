import { Button, FileButton, PasswordInput } from '@mantine/core';
import { DialogForm, FormError, Icon } from '@gantry/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { fuse } from '../../api';
import { readBackup, type BackupFile } from './backupFile';
import type { Reviewed } from './Steps';

export function ChooseFile({ onReviewed, onCancel }: { onReviewed: (reviewed: Reviewed) => void; onCancel: () => void }) {
  const [file, setFile] = useState<BackupFile>();
  const [passphrase, setPassphrase] = useState('');
  const review = useMutation({
    mutationFn: (chosen: BackupFile) => fuse('post', '/api/printers/import/review', { body: { file: chosen.text, passphrase } }),
    onSuccess: (answer, chosen) => onReviewed({ file: chosen, passphrase, review: answer }),
  });
  const choose = useMutation({
    mutationFn: readBackup,
    onSuccess: (chosen) => {
      setFile(chosen);
      review.reset();
      if (!chosen.sealed) review.mutate(chosen);
    },
  });
  return (
    <DialogForm
      action="Review"
      disabled={!file || (file.sealed && passphrase === '')}
      pending={review.isPending}
      error={choose.error ? undefined : review.error}
      onCancel={onCancel}
      onSubmit={() => file && review.mutate(file)}
    >
      <p className="dim">A backup file of Export Configuration (Settings, Printer Management), from this Fuse or another one. What it would change is shown before anything is written.</p>
      <div className="import-file">
        <FileButton accept=".json,application/json" onChange={(chosen) => chosen && choose.mutate(chosen)} inputProps={{ 'aria-label': 'Backup file' }}>
          {(props) => (
            <Button variant="default" leftSection={<Icon name="file" />} loading={choose.isPending} {...props}>
              {file ? 'Choose Another File' : 'Choose File'}
            </Button>
          )}
        </FileButton>
        {file && <span className="anywhere">{file.name}</span>}
      </div>
      <FormError error={choose.error} />
      {file?.sealed && (
        <PasswordInput
          label="Passphrase"
          description="The one that the file was exported with"
          autoComplete="off"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      )}
    </DialogForm>
  );
}
