/** What a person does with the picture of a running video. */

const two = (number: number) => String(number).padStart(2, '0');

/** "Rack 3_20260131_140509.jpg" in local time; without what a file name cannot hold. */
export function frameName(printer: string, at: Date): string {
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const safe = printer.replaceAll(/[\u0000-\u001F\u007F<>:"/\\|?*]/g, '_').replace(/^[. ]+|[. ]+$/g, '');
  return `${safe || 'printer'}_${day}_${time}.jpg`;
}

/** The picture as it is now, in its own size, as a file. False while there is none. */
export async function saveFrame(video: HTMLVideoElement | null | undefined, printer: string): Promise<boolean> {
  if (!video?.videoWidth) return false;
  const name = frameName(printer, new Date());
  const picture = document.createElement('canvas');
  picture.width = video.videoWidth;
  picture.height = video.videoHeight;
  picture.getContext('2d')?.drawImage(video, 0, 0);
  const file = await new Promise<Blob | null>((done) => picture.toBlob(done, 'image/jpeg', 0.92));
  if (!file) return false;
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  return true;
}

export const canFloat = (): boolean => document.pictureInPictureEnabled === true;

/** A small window over everything else, and back. */
export async function toggleFloat(video: HTMLVideoElement | null | undefined): Promise<void> {
  if (!video) return;
  if (document.pictureInPictureElement === video) await document.exitPictureInPicture();
  else await video.requestPictureInPicture().catch(() => {});
}

export function toggleFullScreen(element: Element | null | undefined): void {
  if (document.fullscreenElement) return void document.exitFullscreen();
  const before = document.activeElement;
  return void element
    ?.requestFullscreen?.()
    .then(() => giveBack(before))
    .catch(() => {});
}

/** The whole screen takes the focus from what stands outside of it; afterwards it is there again. */
function giveBack(before: Element | null): void {
  const left = () => {
    if (document.fullscreenElement) return;
    document.removeEventListener('fullscreenchange', left);
    const free = !document.activeElement || document.activeElement === document.body;
    if (free && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
  document.addEventListener('fullscreenchange', left);
}

/** So dark that nothing can be made out: a lamp would help. */
const darkBelow = 26;

export function isDark(video: HTMLVideoElement | null | undefined): boolean {
  if (!video?.videoWidth) return false;
  const small = document.createElement('canvas');
  small.width = 16;
  small.height = 9;
  const context = small.getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(video, 0, 0, small.width, small.height);
  const { data } = context.getImageData(0, 0, small.width, small.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum += 0.3 * data[at]! + 0.59 * data[at + 1]! + 0.11 * data[at + 2]!;
  return sum / (data.length / 4) < darkBelow;
}
