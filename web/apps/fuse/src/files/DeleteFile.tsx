import { Confirm } from '@gantry/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { fuse, filesQuery, type CachedFile } from '../api';

export function DeleteFile({ file, onClose }: { file: CachedFile | undefined; onClose: () => void }) {
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => fuse('delete', '/api/files/{id}', { path: { id } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: filesQuery.queryKey });
      onClose();
    },
  });
  const close = () => {
    remove.reset();
    onClose();
  };
  return (
    <Confirm
      opened={file !== undefined}
      title="Delete this file?"
      action="Delete"
      pending={remove.isPending}
      error={remove.error}
      onClose={close}
      onConfirm={() => file && remove.mutate(file.id)}
    >
      <span className="anywhere">“{file?.name}”</span> leaves the cache of this Fuse. Printers and the Cloud keep what they have.
    </Confirm>
  );
}
