import { ApiError } from '@gantry/api';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { filesQuery } from '../api';

export interface UploadState {
  number: number;
  name: string;
  /** 0 to 1. */
  share: number;
  error?: unknown;
  done?: boolean;
}

/** fetch() does not tell how far it is. */
function send(file: File, onShare: (share: number) => void): Promise<void> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/files');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('content-disposition', `attachment; filename*=UTF-8''${encoded(file.name)}`);
    request.upload.addEventListener('progress', ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0));
    request.addEventListener('load', () => {
      if (request.status === 201) return done();
      return void ApiError.from(new Response(request.responseText, { status: request.status })).then(failed);
    });
    request.addEventListener('error', () => failed(new ApiError('offline', 'The connection to Fuse broke. Check that it runs, then upload the file again.')));
    request.send(file);
  });
}

/** What encodeURIComponent leaves as it is, and a header must not have. */
const encoded = (name: string) => encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/['()*!~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** One after the other, as a disk likes it. */
export function useUploads() {
  const cache = useQueryClient();
  const [all, setAll] = useState<UploadState[]>([]);
  const last = useRef(0);
  const queue = useRef(Promise.resolve());
  const change = (number: number, news: Partial<UploadState>) => setAll((before) => before.map((one) => (one.number === number ? { ...one, ...news } : one)));
  const dismiss = (number: number) => setAll((before) => before.filter((one) => one.number !== number));
  const add = (files: Iterable<File>) => {
    for (const file of files) {
      const number = ++last.current;
      setAll((before) => [...before, { number, name: file.name, share: 0 }]);
      queue.current = queue.current.then(() =>
        send(file, (share) => change(number, { share })).then(
          () => {
            dismiss(number);
            void cache.invalidateQueries({ queryKey: filesQuery.queryKey });
          },
          (error: unknown) => change(number, { error }),
        ),
      );
    }
  };
  return { all, add, dismiss };
}
