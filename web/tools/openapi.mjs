// Reads api/*.yaml. What a document takes from another file (`./fuse.yaml#/components/schemas/X`) is copied into it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

export const apiFolder = join(import.meta.dirname, '../../api');
const reference = /^(?:\.\/([a-z]+\.yaml))?#\/components\/(\w+)\/(\w+)$/;

/** @returns {{document: any, files: string[]}} the document, and the files that it is made of */
export function bundle(name) {
  const files = new Map();
  const read = (file) => {
    if (!files.has(file)) files.set(file, load(readFileSync(join(apiFolder, file), 'utf8')));
    return files.get(file);
  };
  const document = read(`${name}.yaml`);
  const copied = new Set();

  /** References of `file` become those of the document. */
  const localise = (node, file) => {
    if (Array.isArray(node)) return node.map((one) => localise(one, file));
    if (node === null || typeof node !== 'object') return node;
    if (typeof node.$ref !== 'string') return Object.fromEntries(Object.entries(node).map(([key, one]) => [key, localise(one, file)]));
    const [, source = file, kind, member] = reference.exec(node.$ref);
    if (source !== `${name}.yaml`) take(source, kind, member);
    return { ...node, $ref: `#/components/${kind}/${member}` };
  };
  const take = (file, kind, member) => {
    const key = `${kind}/${member}`;
    if (copied.has(key)) return;
    copied.add(key);
    document.components[kind] ??= {};
    const own = document.components[kind][member];
    if (own && !own.$ref) throw new Error(`${name}.yaml and ${file} both have ${key}: one of them needs another name`);
    document.components[kind][member] = localise(read(file).components[kind][member], file);
  };

  for (const key of Object.keys(document)) if (key !== 'components') document[key] = localise(document[key], `${name}.yaml`);
  for (const [kind, members] of Object.entries(document.components))
    for (const [member, node] of Object.entries(members)) {
      // A mere name for something of the same name elsewhere.
      if (typeof node.$ref === 'string' && reference.exec(node.$ref)?.[1] && reference.exec(node.$ref)[3] === member) localise(node, `${name}.yaml`);
      else if (!copied.has(`${kind}/${member}`)) document.components[kind][member] = localise(node, `${name}.yaml`);
    }
  // The codes of problems are those of the file that their schema is from.
  for (const file of files.keys()) document['x-problems'] ??= read(file)['x-problems'];
  return { document, files: [...files.keys()] };
}
