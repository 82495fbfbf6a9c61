/** Asks a server of ours; what is no answer to go on with is thrown. */
export async function call(base, path, { method = 'GET', body, cookie, fetch = globalThis.fetch } = {}) {
  const headers = { ...(body && { 'content-type': 'application/json' }), ...(cookie && { cookie }) };
  const response = await fetch(base + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return { response, json: text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : null };
}
