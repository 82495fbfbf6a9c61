import { useEffect } from 'react';

/** The tab says how many printers need a person: in its title, and as a mark on its icon. */
export function useTitleCount(title: string, count: number): void {
  useEffect(() => {
    document.title = count > 0 ? `(${count}) ${title}` : title;
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = count > 0 ? marked(count) : '/favicon.svg';
  }, [title, count]);
}

function marked(count: number): string {
  const text = count > 9 ? '9+' : String(count);
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#171b21"/>
<circle cx="16" cy="16" r="13" fill="#c9353c"/><text x="16" y="22" font-family="sans-serif" font-size="17" font-weight="700" text-anchor="middle" fill="#fff">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
