export type TokenKind = 'name' | 'text' | 'number' | 'word' | 'mark';
export interface Token {
  kind: TokenKind;
  text: string;
  /** Where it begins in what is shown. */
  at: number;
}

const pattern = /"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*|[a-z]+|[{}[\]:,]|\S/gi;

/** The pieces of a JSON text laid out over lines, exactly as they were written: a number of 20 digits keeps them all.
 * What is no JSON comes through as it is. */
export function layOut(json: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  const add = (kind: TokenKind, text: string) => {
    tokens.push({ kind, text, at });
    at += text.length;
  };
  const mark = (text: string) => add('mark', text);
  const line = () => mark(`\n${'  '.repeat(Math.max(0, depth))}`);
  const pieces = json.match(pattern) ?? [];
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (piece === '{' || piece === '[') {
      mark(piece);
      depth += 1;
      if (next !== '}' && next !== ']') line();
    } else if (piece === '}' || piece === ']') {
      depth -= 1;
      const before = pieces[index - 1];
      if (before !== '{' && before !== '[') line();
      mark(piece);
    } else if (piece === ',') {
      mark(piece);
      line();
    } else if (piece === ':') mark(': ');
    else add(kindOf(piece, next), piece);
  }
  return tokens;
}

function kindOf(piece: string, next: string | undefined): TokenKind {
  if (piece.startsWith('"')) return next === ':' ? 'name' : 'text';
  return /^[-\d]/.test(piece) ? 'number' : 'word';
}

export interface Member {
  path: string;
  value: string;
}

/** The values of a message by their paths, `limit` at most: for messages that say nothing about a printer's state. */
export function members(json: string, limit = 80): Member[] {
  const found: Member[] = [];
  const collect = (value: unknown, path: string) => {
    if (found.length >= limit) return;
    if (value !== null && typeof value === 'object') {
      const inside = Object.entries(value);
      for (const [name, member] of inside) collect(member, Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name);
      if (inside.length > 0) return;
    }
    found.push({ path: path || 'value', value: valueText(value) });
  };
  try {
    collect(JSON.parse(json), '');
  } catch {
    return [];
  }
  return found;
}

export function valueText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)} …` : text;
}
