import { cases as allCases, causes as allCauses, prerequisites } from '../../../../../api/causes.json';

/** A trouble that people have, and what to try, the likeliest first. */
export interface HelpCase {
  title: string;
  steps: string[];
}
/** What can be wrong, what that means, and what to do about it. */
export interface Advice {
  name: string;
  means: string;
  todo: string[];
  help: CaseId;
}
export type CaseId = keyof typeof allCases;
export type CauseId = keyof typeof allCauses;

/** Every text stands once, for programs and pages: beside its fault and on the help page it reads the same. */
export const cases: Record<CaseId, HelpCase> = allCases;
export const causes = allCauses as Record<CauseId, Advice>;
export { prerequisites };

/** Undefined for a name that this page does not know: the other side may be newer. */
export function adviceFor(cause: string): Advice | undefined {
  return Object.hasOwn(causes, cause) ? causes[cause as CauseId] : undefined;
}
