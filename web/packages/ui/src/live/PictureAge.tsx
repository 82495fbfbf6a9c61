import { use } from 'react';
import { ExplainContext } from '../doctor/explain';
import { Age } from '../parts/Age';
import { Icon } from '../parts/Icon';
import { ageText, exactTime } from '../parts/age';
import { useClock } from '../parts/useNow';

interface Props {
  camera: string;
  name: string;
  at: number;
  /** Why it is older than it should be; absent when it is not. */
  late: string | undefined;
}

/** How old the picture is; of one that is too old also why, and the way to its cause. */
export function PictureAge({ camera, name, at, late }: Props) {
  const explain = use(ExplainContext);
  const text = useClock((now) => ageText(at, now));
  if (!late) return <Age at={at} className="chip" what="Picture taken" />;
  const title = `Picture taken ${exactTime(at)}, older than it should be. ${late}`;
  const inside = (
    <>
      <Icon name="warning" size={14} /> <time dateTime={new Date(at).toISOString()}>{text}</time>
    </>
  );
  if (!explain)
    return (
      <span className="chip picture-late" title={title}>
        {inside}
      </span>
    );
  return (
    <button type="button" className="chip chip-button picture-late" title={title} aria-label={`Old picture, ${text}: ${late}. Find out why: ${name}`} onClick={() => explain(camera, name)}>
      {inside}
    </button>
  );
}
