import { Button, TextInput } from '@mantine/core';
import { Confirm, Dialog, DialogForm, FormError } from '@gantry/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { cloud, may, sessionQuery, storesQuery, type Store } from '../api';

/** The store itself: its name, and the ways out of it. */
export function StorePage() {
  const { data: session } = useQuery(sessionQuery);
  const store = session?.store;
  if (!store) return null;
  return (
    <>
      <div className="page-head">
        <h1>Store</h1>
      </div>
      <div className="panels">
        {may(session, 'store.settings') && <Name key={store.name} store={store} />}
        <Leave store={store} />
        {may(session, 'store.delete') && <Delete store={store} />}
      </div>
    </>
  );
}

function Name({ store }: { store: Store }) {
  const cache = useQueryClient();
  const [name, setName] = useState(store.name);
  const rename = useMutation({
    mutationFn: () => cloud('patch', '/api/store', { body: { name: name.trim() } }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void cache.invalidateQueries({ queryKey: storesQuery.queryKey });
    },
  });
  return (
    <section className="card panel" aria-label="Name">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate();
        }}
      >
        <TextInput label="Store name" required maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <FormError error={rename.error} />
        <div className="row">
          <Button type="submit" loading={rename.isPending} disabled={!name.trim() || name.trim() === store.name}>
            Rename
          </Button>
        </div>
      </form>
    </section>
  );
}

/** One is in another store then, or in none. */
function useGone() {
  const cache = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    await cache.invalidateQueries({ queryKey: sessionQuery.queryKey });
    void cache.invalidateQueries({ queryKey: storesQuery.queryKey });
    void navigate({ to: '/' });
  };
}

function Leave({ store }: { store: Store }) {
  const [asking, setAsking] = useState(false);
  const gone = useGone();
  const leave = useMutation({ mutationFn: () => cloud('post', '/api/store/leave'), onSuccess: gone });
  return (
    <section className="card panel" aria-label="Leave">
      <h2>Leave {store.name}</h2>
      <p className="dim">Somebody has to invite you to come back. The last owner cannot leave: make somebody else owner first.</p>
      <div className="row">
        <Button variant="outline" color="red" onClick={() => setAsking(true)}>
          Leave Store
        </Button>
      </div>
      <Confirm
        opened={asking}
        title={`Leave ${store.name}?`}
        action={`Leave ${store.name}`}
        pending={leave.isPending}
        error={leave.error}
        onClose={() => setAsking(false)}
        onConfirm={() => leave.mutate()}
      >
        You no longer see its printers, and your API keys for it stop working.
      </Confirm>
    </section>
  );
}

function Delete({ store }: { store: Store }) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const gone = useGone();
  const remove = useMutation({ mutationFn: () => cloud('post', '/api/store/delete', { body: { name: typed } }), onSuccess: gone });
  return (
    <section className="card panel" aria-label="Delete">
      <h2>Delete {store.name}</h2>
      <p className="dim">With everything in it. Its Fuses are cut off at once, its people leave, and nothing brings it back.</p>
      <div className="row">
        <Button color="red" onClick={() => setAsking(true)}>
          Delete Store
        </Button>
      </div>
      <Dialog opened={asking} title={`Delete ${store.name}?`} onClose={() => setAsking(false)}>
        <DialogForm
          action={`Delete ${store.name}`}
          danger
          disabled={typed !== store.name}
          pending={remove.isPending}
          error={remove.error}
          onCancel={() => setAsking(false)}
          onSubmit={() => remove.mutate()}
        >
          <TextInput label={`Type “${store.name}” to confirm`} autoComplete="off" data-autofocus required value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        </DialogForm>
      </Dialog>
    </section>
  );
}
