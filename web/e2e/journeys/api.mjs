// The reference at /api: found from the page's foot, searched, opened, and shown to somebody by its address.
export const options = { activate: false };

export async function journey({ gantry, browser, shot }) {
  const page = await browser.page(gantry.fuseUrl);
  await page.getByRole('link', { name: 'API', exact: true }).click();
  await page.getByRole('heading', { name: 'API', level: 1 }).waitFor();
  const printers = page.getByRole('region', { name: 'Printers', exact: true });
  await printers.getByText('/api/printers', { exact: true }).first().waitFor();
  await shot(page, 'reference');

  await page.getByRole('searchbox', { name: 'Search in the reference' }).fill('commandPrinter');
  await page.getByText(/^1 of \d+ operations$/).waitFor();
  await printers.getByText('Steer the printer').click();
  await printers.getByText('action', { exact: true }).waitFor();
  await printers.getByText('Example request').click();
  await printers.getByText('curl', { exact: false }).waitFor();
  await shot(page, 'operation');

  await page.goto(`${gantry.fuseUrl}/api#followCommunications`);
  await page.reload();
  const talk = page.getByRole('region', { name: 'Communications' });
  await talk.getByText('type "cleared"').waitFor();
  await page.getByRole('link', { name: 'Problems' }).click();
  await page.getByRole('region', { name: 'Problems' }).getByText('rate_limited').waitFor();
  await shot(page, 'problems');

  const yaml = await fetch(`${gantry.fuseUrl}/api/fuse.yaml`);
  if (!yaml.headers.get('content-type').startsWith('application/yaml')) throw new Error(yaml.headers.get('content-type'));
  if (!(await yaml.text()).startsWith('openapi: 3.1')) throw new Error('fuse.yaml is another file');
}
