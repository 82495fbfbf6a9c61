const atOnce = 6;

export type Outcome = { state: 'waiting' | 'running' | 'done' } | { state: 'failed'; reason: string };

/** Does the same for each, a few at once; `tell` hears how each of them goes. Rejects never. */
export async function runAll<Id>(ids: Id[], act: (id: Id) => Promise<unknown>, tell: (id: Id, outcome: Outcome) => void): Promise<void> {
  const waiting = [...ids];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      tell(id, { state: 'running' });
      try {
        // oxlint-disable-next-line no-await-in-loop -- each worker does one after the other
        await act(id);
        tell(id, { state: 'done' });
      } catch (error) {
        tell(id, { state: 'failed', reason: error instanceof Error ? error.message : String(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, worker));
}
