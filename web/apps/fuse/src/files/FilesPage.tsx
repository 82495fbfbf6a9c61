import { Empty, Failure, Loading } from '@gantry/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { filesQuery, type CachedFile } from '../api';
import { DeleteFile } from './DeleteFile';
import { FileTable } from './FileTable';
import { SendFile } from './SendFile';
import { TransferList } from './TransferList';
import { Upload, UploadList } from './Upload';
import { Usage } from './Usage';
import { useUploads } from './useUploads';
import './files.css';

export function FilesPage() {
  const { data, error, refetch } = useQuery(filesQuery);
  const uploads = useUploads();
  const [over, setOver] = useState(false);
  const [deleting, setDeleting] = useState<CachedFile>();
  const [sending, setSending] = useState<CachedFile>();
  return (
    <div
      className="files"
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        uploads.add(event.dataTransfer.files);
      }}
    >
      <div className="page-head">
        <h1>Files</h1>
        <Upload onFiles={uploads.add} />
      </div>
      {data && (
        <p className="files-usage">
          <Usage usage={data.usage} />
          <Link to="/settings" hash="cache" className="small">
            Cache settings
          </Link>
        </p>
      )}
      <UploadList uploads={uploads.all} onDismiss={uploads.dismiss} />
      <TransferList />
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading what="the files" />}
      {data?.files.length === 0 && (
        <Empty icon="file" title="No cached files yet">
          Print files that go through this Fuse stay here until the cache is full; the least recently used go first. You can also drop a
          .3mf, .gcode or .bgcode file on this page.
        </Empty>
      )}
      {data && data.files.length > 0 && <FileTable files={data.files} onSend={setSending} onDelete={setDeleting} />}
      <SendFile file={sending} onClose={() => setSending(undefined)} />
      <DeleteFile file={deleting} onClose={() => setDeleting(undefined)} />
    </div>
  );
}
