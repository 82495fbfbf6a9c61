/** Fuse's reasons are clauses; where they stand alone they are sentences. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/[.\s]*$/, '.');
