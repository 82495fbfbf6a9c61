import { Icon } from '@gantry/ui';

/** The tags of a printer; nothing without any. */
export function TagChips({ name, tags }: { name: string; tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="tags" aria-label={`Tags of ${name}`}>
      {tags.map((tag) => (
        <li key={tag}>
          <Icon name="tag" size={12} /> {tag}
        </li>
      ))}
    </ul>
  );
}
