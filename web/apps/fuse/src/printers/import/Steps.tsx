import { useState } from 'react';
import type { ImportReview, ImportedLine } from '../../api';
import type { BackupFile } from './backupFile';
import { ChooseFile } from './ChooseFile';
import { Results } from './Results';
import { ReviewForm } from './ReviewForm';
import './import.css';

/** A file that was looked at, and what Fuse said of it. */
export interface Reviewed {
  file: BackupFile;
  passphrase: string;
  review: ImportReview;
}

/** Choose, review, confirm: nothing is written before the last of them. */
export default function Steps({ onDone }: { onDone: () => void }) {
  const [reviewed, setReviewed] = useState<Reviewed>();
  const [done, setDone] = useState<ImportedLine[]>();
  if (done) return <Results lines={done} onDone={onDone} />;
  if (reviewed) return <ReviewForm reviewed={reviewed} onBack={() => setReviewed(undefined)} onImported={setDone} />;
  return <ChooseFile onReviewed={setReviewed} onCancel={onDone} />;
}
