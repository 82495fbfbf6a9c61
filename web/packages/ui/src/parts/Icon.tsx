const paths = {
  logo: 'M4 20V6.5L8 4h8l4 2.5V20M8 4v4.5h8V4M12 8.5v4M10.4 12.5h3.2L12 15.2zM8.5 20h7',
  play: 'M8 5.5v13l10.5-6.5z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4h-4',
  camera: 'M3.5 7.5h11v9h-11zM14.5 10.5l6-3v9l-6-3',
  printer: 'M4 20V5.5h16V20zM4 9h16M12 9v3M10.5 12h3l-1.5 2.2zM7.5 17h9',
  host: 'M4.5 5h15v6h-15zM4.5 13h15v6h-15zM8 8h.01M8 16h.01',
  cloud: 'M7.5 18.5h9.5a4 4 0 0 0 .6-8A6 6 0 0 0 6.2 11a3.8 3.8 0 0 0 1.3 7.5z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  warning: 'M12 4.5L21 19.5H3zM12 10v4.5M12 17h.01',
  error: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM9 9l6 6M15 9l-6 6',
  pause: 'M8.5 6v12M15.5 6v12',
  stop: 'M7 7h10v10H7z',
  idle: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM8.5 12l2.5 2.5 4.5-5',
  waiting: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2',
  offline: 'M4 4l16 16M7.5 8.5a8 8 0 0 0-3 2M12 6a11 11 0 0 1 8.5 4M8.5 14a5 5 0 0 1 2-1.3M12 18.5h.01',
  wrench: 'M19.5 7.5a4.5 4.5 0 0 1-6 5.2L7 19.2 4.8 17l6.5-6.5a4.5 4.5 0 0 1 5.2-6L14 7l.4 2.6L17 10z',
  plus: 'M12 5v14M5 12h14',
  edit: 'M5 19l1-4L16.5 4.5l3 3L9 18z',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  light: 'M9 17.5h6M10 20.5h4M12 3.5a6 6 0 0 0-3.5 10.9V15h7v-.6A6 6 0 0 0 12 3.5z',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z',
  external: 'M13.5 4.5h6v6M19.5 4.5l-9 9M10 6H4.5v13.5H18V14',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 11v5.5M12 7.8h.01',
  down: 'M6 9l6 6 6-6',
  right: 'M9 5.5l6.5 6.5L9 18.5',
  close: 'M6 6l12 12M18 6L6 18',
  gear: 'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 2.8v3M12 18.2v3M2.8 12h3M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M5.5 18.5l2.1-2.1M16.4 7.6l2.1-2.1',
  users: 'M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.5M18.5 14.5a6.5 6.5 0 0 1 3 5',
  dashboard: 'M4 4.5h7v7H4zM13 4.5h7v4h-7zM13 10.5h7v9h-7zM4 13.5h7v6H4z',
  left: 'M15 5.5L8.5 12l6.5 6.5',
  up: 'M12 19V5.5M6.5 11L12 5.5 17.5 11',
  'down-arrow': 'M12 5v13.5M6.5 13l5.5 5.5 5.5-5.5',
  end: 'M6 4.5l6 5.5 6-5.5M6 11.5l6 5.5 6-5.5M5 20.5h14',
  link: 'M10.5 13.5a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M13.5 10.5a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2',
  talk: 'M4 5h16v11h-9l-4.5 4V16H4zM8 9h8M8 12.2h5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20.5 20.5',
  download: 'M12 4v11M7 10.5l5 5 5-5M4.5 20h15',
  exit: 'M14 4.5H5v15h9M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5',
  drop: 'M12 3.5s6 6.2 6 10.5a6 6 0 0 1-12 0c0-4.3 6-10.5 6-10.5z',
} as const;

export type IconName = keyof typeof paths;

/** Line icons of one weight; always beside a word or inside something that has a name. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
