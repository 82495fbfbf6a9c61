import { Button } from '@mantine/core';
import { Confirm, FormError } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { filesQuery, fuse } from '../../api';
import { bytesText } from '../../bytes';
import { Usage } from '../../files/Usage';
import type { SectionProps } from '../list';
import { Done, SettingsRow } from '../SettingsRow';
import { SizeField } from '../SizeField';

export function FileCache({ settings }: SectionProps) {
  const { data: files } = useQuery(filesQuery);
  const [asking, setAsking] = useState(false);
  const cache = useQueryClient();
  const clear = useMutation({
    mutationFn: () => fuse('delete', '/api/files'),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: filesQuery.queryKey });
      setAsking(false);
    },
  });
  return (
    <>
      {files && (
        <div className="settings-usage">
          <Usage usage={files.usage} />
          <Link to="/files" className="small">
            Show files
          </Link>
        </div>
      )}
      <SizeField label="Cache Size" description="When it is full, the least recently used files go first." member="file_cache_gb" value={settings.file_cache_gb} />
      <SettingsRow
        title="Clear Cache"
        action={
          <Button variant="outline" color="red" disabled={!files?.files.length} onClick={() => setAsking(true)}>
            Clear Cache
          </Button>
        }
      >
        Removes all cached files; those being sent or downloaded stay.
      </SettingsRow>
      {clear.data && (
        <Done>
          {bytesText(clear.data.bytes)} in {clear.data.files === 1 ? '1 file' : `${clear.data.files} files`} are free again
          {clear.data.kept > 0 && `; ${clear.data.kept} in use stayed`}.
        </Done>
      )}
      {!asking && <FormError error={clear.error} />}
      <Confirm opened={asking} title="Clear the file cache?" action="Clear Cache" pending={clear.isPending} error={clear.error} onClose={() => setAsking(false)} onConfirm={() => clear.mutate()}>
        {files && `${files.files.length === 1 ? 'The file' : `All ${files.files.length} files`} (${bytesText(files.usage.bytes)})`} will have to be sent to this Fuse again before a
        printer can print them.
      </Confirm>
    </>
  );
}
