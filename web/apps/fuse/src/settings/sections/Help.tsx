import { HelpHint } from '../../help/HelpHint';
import { cases, type CaseId } from '../../help/cases';

/** What to try, in the program whose Settings these are; the words are those of every other place. */
const here: CaseId[] = ['discovery', 'connection', 'cloud', 'files', 'camera'];

export function Help() {
  return (
    <div className="help">
      {here.map((about) => (
        <HelpHint key={about} about={about} summary={cases[about].title} />
      ))}
    </div>
  );
}
