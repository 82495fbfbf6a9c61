import type { ErrorCode, Problem } from '@gantry/api';
import type { CaseId } from '../help/cases';
import type { CameraActivity, FailedUpload } from './useActivity';

type Meanings = Partial<Record<ErrorCode, string>>;

/** A camera that gave no picture. */
const capturing: Meanings = {
  offline: 'The printer or its camera cannot be reached: it is off, or the network between is down.',
  timeout: 'The camera was asked and sent no picture in time: a weak network, or its service hangs. Restarting the printer helps.',
  unauthorized: 'The printer no longer takes the code or password that is stored here. Edit the printer and type the present one.',
  untrusted: 'The printer shows another certificate than before. Edit the printer to look at it.',
  disabled: 'The camera is switched off on the printer, or Cameras is off in Settings.',
  unsupported: 'The camera sends something that Fuse cannot show.',
  malformed: 'What the camera sent was no picture. A bad connection breaks them.',
  too_large: 'The camera sent a picture larger than any printer makes.',
  rejected: 'The camera refused to send. Most printers serve one program only: close others that show it.',
};

/** A picture that did not arrive. */
const uploading: Meanings = {
  offline: 'This machine did not reach the picture storage of Gantry. Check its internet access.',
  timeout: 'The picture storage of Gantry took too long: a slow or broken internet connection.',
  forbidden: 'Gantry no longer takes pictures of this Fuse. Deactivate it in Settings and activate it again.',
  unauthorized: 'Gantry no longer knows this Fuse. Deactivate it in Settings and activate it again.',
  storage: 'The picture storage of Gantry is full or broken. Whoever runs it must look.',
  rate_limited: 'Gantry takes fewer pictures for now. Nothing is to be done.',
  too_large: 'The picture is larger than Gantry takes.',
  not_found: 'Gantry does not know this printer yet. Sync Printers to Cloud in Settings.',
};

const unknown = 'Nothing more is known. The logs in Settings may say more.';

export const uploadMeaning = ({ code }: Pick<Problem, 'code'>): string => uploading[code] ?? unknown;

interface Meaning {
  detail: string;
  meaning: string;
  about: CaseId;
}

/** The last error of a camera and what it means: it gave no picture, or its picture did not arrive. */
export function lastError({ printer, problem, camera }: CameraActivity, failed: FailedUpload[]): Meaning | undefined {
  const told = problem ?? camera.problem;
  if (!told) return undefined;
  const upload = problem && failed.some((one) => one.printer === printer && one.problem.detail === problem.detail);
  const { code, detail } = told;
  if (upload) return { detail, meaning: uploadMeaning(told), about: 'cloud' };
  return { detail, meaning: capturing[code] ?? unknown, about: 'camera' };
}
