/** As Fuse takes them. */
export const max_file_bytes = 2 * 1024 * 1024;

export interface BackupFile {
  name: string;
  text: string;
  /** It asks for a passphrase. */
  sealed: boolean;
}

/** What a person chose; a file that is too large is not even read. Throws Error with words for people. */
export async function readBackup(file: File): Promise<BackupFile> {
  if (file.size > max_file_bytes) throw new Error(`A backup has at most 2 MB and “${file.name}” has ${(file.size / 1e6).toFixed(1)} MB: it is none.`);
  const text = await textOf(file);
  return { name: file.name, text, sealed: isSealed(text) };
}

function textOf(file: File): Promise<string> {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => done(String(reader.result)));
    reader.addEventListener('error', () => failed(new Error(`“${file.name}” cannot be read: is it still there?`)));
    reader.readAsText(file);
  });
}

/** What else is wrong with it, Fuse says. */
function isSealed(text: string): boolean {
  try {
    const file: unknown = JSON.parse(text);
    return typeof file === 'object' && file !== null && 'sealed' in file;
  } catch {
    return false;
  }
}
