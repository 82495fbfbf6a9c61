import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPage } from '../testing';
import { ApiReference } from './ApiReference';
import { entries, finds, type ApiDocument } from './openapi';
import { boundsText, curl, sample, typeText } from './sample';

const api: ApiDocument = {
  info: { title: 'Test', version: '1', description: 'Members are `snake_case`.' },
  'x-permissions': { user: 'People.', public: 'Everybody.' },
  'x-problems': { not_found: { status: 404, meaning: 'There is no such thing.' } },
  paths: {
    '/api/printers/{id}': {
      parameters: [{ $ref: '#/components/parameters/Id', name: '', in: 'path' }],
      get: {
        operationId: 'getPrinter', summary: 'One printer', 'x-permission': 'user',
        responses: { 200: { description: 'Printer', content: { 'application/json': { schema: { $ref: '#/components/schemas/Printer' } } } }, default: { $ref: '#/components/responses/Problem' } },
      },
      patch: {
        operationId: 'changePrinter', summary: 'Change it', 'x-permission': 'user',
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Printer' } } } },
        responses: { 204: { description: 'Changed' } },
      },
    },
    '/api/events': { get: { operationId: 'follow', summary: 'What changes', 'x-permission': 'user', 'x-messages': { $ref: '#/components/schemas/Event' }, responses: { 101: { description: 'Switching' } } } },
    '/healthz': { get: { operationId: 'getHealth', 'x-permission': 'public', responses: { 200: { description: 'It runs' } } } },
  },
  components: {
    parameters: { Id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
    responses: { Problem: { description: 'What happened', content: { 'application/problem+json': { schema: { type: 'object' } } } } },
    schemas: {
      Printer: {
        type: 'object', required: ['name'],
        properties: {
          name: { type: 'string', maxLength: 100, examples: ['Left'] },
          layer: { type: 'integer', minimum: 1 },
          spool: { type: 'object', properties: { colour: { type: 'string', description: 'As `#RRGGBB`' } } },
          next: { oneOf: [{ $ref: '#/components/schemas/Printer' }, { type: 'null' }] },
        },
      },
      Event: { oneOf: [{ type: 'object', properties: { type: { const: 'cleared' } } }] },
    },
  },
};

beforeEach(() => vi.stubGlobal('fetch', async (url: string) => (url === '/api/fuse.json' ? Response.json(api) : Response.json({}, { status: 404 }))));
afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
});

const open = () => renderPage(<ApiReference name="fuse" signingIn="Sign in first." />);

describe('the API reference', () => {
  it('groups operations and opens one with all that can be said about it', async () => {
    open();
    const group = await screen.findByRole('region', { name: 'Printers' });
    await userEvent.click(within(group).getByText('One printer'));
    expect(await within(group).findByText('People.', { exact: false })).toBeInTheDocument();
    expect(within(group).getAllByText('name').length).toBeGreaterThan(0);
    expect(within(group).getByText('at most 100 characters')).toBeInTheDocument();
    expect(within(group).getByText('Example answer').nextSibling).toHaveTextContent('"name": "Left"');
    expect(within(group).getByText('Example request').nextSibling).toHaveTextContent('/api/printers/ID');
    expect(window.location.hash).toBe('#getPrinter');
    await userEvent.click(within(group).getByText('Members of it'));
    expect(within(group).getByText('#RRGGBB')).toBeInTheDocument();
  });

  it('searches in everything that an operation is called', async () => {
    open();
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search in the reference' }), 'patch printers');
    expect(screen.getByRole('status')).toHaveTextContent('1 of 4 operations');
    expect(screen.queryByRole('region', { name: 'Events' })).not.toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox'), ' nothing');
    expect(screen.getByRole('status')).toHaveTextContent('Nothing found');
  });

  it('shows the messages of a WebSocket, and every problem', async () => {
    window.history.replaceState(null, '', '#follow');
    open();
    const group = await screen.findByRole('region', { name: 'Events' });
    expect(within(group).getByText('WS')).toBeInTheDocument();
    expect(within(group).getByText('type "cleared"')).toBeInTheDocument();
    expect(within(screen.getByRole('region', { name: 'Problems' })).getByText('There is no such thing.')).toBeInTheDocument();
  });

  it('says when it is not there', async () => {
    renderPage(<ApiReference name="other" signingIn="" />);
    expect(await screen.findByText('The reference is not installed here.')).toBeInTheDocument();
  });
});

describe('a schema in words', () => {
  const printer = { $ref: '#/components/schemas/Printer' };

  it('ends, even when it contains itself', () => {
    expect(JSON.stringify(sample(api, printer)).length).toBeLessThan(2000);
    expect(sample(api, { type: 'array', items: { type: 'integer' } })).toEqual([0]);
  });

  it('is short', () => {
    expect(typeText(api, printer)).toBe('Printer');
    expect(typeText(api, { type: 'array', items: printer })).toBe('list of Printer');
    expect(typeText(api, { oneOf: [printer, { type: 'null' }] })).toBe('Printer or null');
    expect(typeText(api, { enum: ['a', 'b'] })).toBe('"a" | "b"');
    expect(boundsText({ minimum: 1, maximum: 9, default: 4 })).toBe('1 to 9, otherwise 4');
  });

  it('becomes a line for a shell', () => {
    const patch = entries(api).find(({ operationId }) => operationId === 'changePrinter')!;
    expect(curl(api, patch, 'http://h')).toContain("curl http://h/api/printers/ID \\\n  -X PATCH \\\n  -H 'content-type: application/json'");
    expect(finds(patch, 'user')).toBe(true);
  });
});
