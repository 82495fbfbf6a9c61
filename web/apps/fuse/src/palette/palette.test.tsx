import { expect, it } from 'vitest';
import { sections } from '../settings/list';
import { settingsSections } from './pages';

it('knows every section of the settings by its name', () => {
  expect(settingsSections).toEqual(sections.map(({ id, title }) => ({ id, title })));
});
