// A page that stays open while Gantry is updated: a piece that it asks for then is gone, and it loads itself anew. Where
// the server is away it stays, says what is missing, and is whole again when somebody tries again.
import { openCloud } from '../watch.mjs';

export const options = {};

/** What a piece that is missing writes into the console is no fault of the page. */
const forget = (page) => {
  page.errors = [];
};

const go = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name, exact: true }).click();
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

/** The pieces are gone, and another version is served, until the page is loaded anew. */
async function updated(page, name) {
  const pieces = (url) => /\/assets\/\w+Page-/.test(url.pathname);
  const root = (url) => url.pathname === '/';
  await page.route(pieces, (route) => route.fulfill({ status: 404, body: '' }));
  await page.route(root, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(/src="\/assets\/[^"]+"/, 'src="/assets/index-new.js"') });
  });
  const anew = page.waitForRequest((request) => request.isNavigationRequest()).then(async () => {
    await page.unroute(pieces);
    await page.unroute(root);
  });
  await page.evaluate(() => void (window.openBefore = true));
  await go(page, name);
  await anew;
  await heading(page, name);
  if (await page.evaluate(() => 'openBefore' in window)) throw new Error('the page was not loaded anew');
  forget(page);
}

/** Nothing answers, the pieces and the page itself. */
async function away(page, name, shot, shown) {
  const everything = (url) => url.protocol.startsWith('http');
  await page.route(everything, (route) => route.abort());
  await page.evaluate(() => void (window.openBefore = true));
  await go(page, name);
  await heading(page, 'This did not work');
  await page.getByRole('alert').getByText('A part of this page could not be loaded').waitFor();
  if (!(await page.evaluate(() => 'openBefore' in window))) throw new Error('the page was given up');
  await page.unroute(everything);
  forget(page);
  await shot(page, shown);
  await page.getByRole('button', { name: 'Try again' }).click();
  await heading(page, name);
  forget(page);
}

export async function journey({ gantry, browser, shot }) {
  const cloud = await openCloud(browser, gantry);
  await heading(cloud, 'Dashboard');
  await updated(cloud, 'Fuses');
  await away(cloud, 'Printers', shot, 'cloud-away');
  const fuse = await browser.page(gantry.fuseUrl);
  await heading(fuse, 'Status');
  await updated(fuse, 'Files');
  await away(fuse, 'Camera Activity', shot, 'fuse-away');
}
