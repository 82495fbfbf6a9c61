import { Button, TextInput } from '@mantine/core';
import { Icon, ageText, exactTime, useNow } from '@gantry/ui';
import { useState } from 'react';
import type { CachedFile } from '../api';
import { bytesText } from '../bytes';

/** From here on a list is looked through rather than read. */
const many = 8;

interface Actions {
  onSend: (file: CachedFile) => void;
  onDelete: (file: CachedFile) => void;
}

export function FileTable({ files, ...actions }: Actions & { files: CachedFile[] }) {
  const [search, setSearch] = useState('');
  const shown = files.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
  return (
    <>
      {files.length >= many && (
        <TextInput
          className="files-search"
          aria-label="Find a file"
          placeholder="Find a file"
          leftSection={<Icon name="search" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 ? (
        <p className="dim">No file is called so.</p>
      ) : (
        <table className="files-table card">
          <thead>
            <tr>
              <th scope="col">Filename</th>
              <th scope="col">Size</th>
              <th scope="col">Created</th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((file) => (
              <Row key={file.id} file={file} {...actions} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Row({ file, onSend, onDelete }: Actions & { file: CachedFile }) {
  const { id, name, bytes, created_at, in_use } = file;
  const now = useNow();
  return (
    <tr>
      <th scope="row" title={name}>
        <Icon name="file" /> <span>{name}</span>
        {in_use && <span className="chip-word">in use</span>}
      </th>
      <td className="figures" data-label="Size">
        {bytesText(bytes)}
      </td>
      <td data-label="Created">
        <time dateTime={new Date(created_at).toISOString()} title={exactTime(created_at)}>
          {ageText(created_at, now)}
        </time>
      </td>
      <td className="files-actions">
        <Button variant="default" leftSection={<Icon name="printer" />} aria-label={`Send ${name}`} onClick={() => onSend(file)}>
          Send
        </Button>
        <Button component="a" href={`/api/files/${encodeURIComponent(id)}/content`} download={name} variant="default" leftSection={<Icon name="download" />} aria-label={`Download ${name}`}>
          Download
        </Button>
        <Button
          variant="default"
          leftSection={<Icon name="trash" />}
          aria-label={`Delete ${name}`}
          disabled={in_use}
          title={in_use ? 'It is being downloaded or sent to a printer' : undefined}
          onClick={() => onDelete(file)}
        >
          Delete
        </Button>
      </td>
    </tr>
  );
}
