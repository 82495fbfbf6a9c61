const atStart = 4;
const atWord = 3;
const inside = 2;
/** Letters that are spread wider than this are there by chance. */
const widest = 2.5;

const isLetter = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/** How well one word is found: at the start, at the start of a word, inside, or as letters in their order. 0: not at all. */
function wordScore(word: string, text: string): number {
  if (text.startsWith(word)) return atStart;
  let at = text.indexOf(word);
  if (at < 0) return scattered(word, text);
  for (; at > 0; at = text.indexOf(word, at + 1)) if (!isLetter(text[at - 1])) return atWord;
  return inside;
}

/** "p1s2" is in "P1S 02": all its letters, in their order and near each other. */
function scattered(word: string, text: string): number {
  let best = 0;
  // Two letters are near each other everywhere.
  if (word.length < 3) return 0;
  for (let from = text.indexOf(word[0]!); from >= 0; from = text.indexOf(word[0]!, from + 1)) {
    if (isLetter(text[from - 1])) continue;
    let at = from;
    for (let next = 1; next < word.length && at >= 0; next += 1) at = text.indexOf(word[next]!, at + 1);
    if (at < 0) break;
    const span = at - from + 1;
    if (span <= word.length * widest) best = Math.max(best, word.length / span);
  }
  return best;
}

/** How well `text` answers what was typed; undefined unless each of its words is found. */
export function score(typed: string, text: string): number | undefined {
  const low = text.toLowerCase();
  let sum = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = wordScore(word, low);
    if (found === 0) return undefined;
    sum += found;
  }
  return sum;
}
