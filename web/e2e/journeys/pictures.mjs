// What one does with a running picture, in the Cloud and on Fuse's own page: close it by the pill that says it is live,
// enlarge it, float it, save it, and light a dark room.
import { until } from '../processes.mjs';
import { cloudTile, openCloud, playInCloud, playInFuse } from '../watch.mjs';

export const options = { printers: ['p1s', 'x1c'], base: '127.0.46.1' };

export async function journey(stage) {
  const { gantry, browser } = stage;
  const [jpeg, h264] = gantry.printers;
  const cloud = await openCloud(browser, gantry);
  await exactAge(cloud, jpeg);
  await playInCloud(cloud, jpeg);
  await closeByThePill(stage, cloud, jpeg);
  await playInCloud(cloud, jpeg);
  await tools(cloud, jpeg);
  await dark(stage, cloud, jpeg, 'cloud');
  await cloud.close();

  const fuse = await browser.page(`${gantry.fuseUrl}/printers`);
  await playInFuse(fuse, h264);
  await tools(fuse, h264);
  await dark(stage, fuse, h264, 'fuse');
}

/** Whoever points at "2m ago" is told the exact time. */
async function exactAge(page, printer) {
  const age = cloudTile(page, printer).locator('.picture-corner time');
  await age.waitFor();
  await age.hover();
  const title = await age.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2).closest('[title]').title;
  });
  if (!/^Picture taken .*\d{1,2}:\d{2}:\d{2}/.test(title)) throw new Error(`the age says "${title}"`);
}

/** What stands on the pill, as it is drawn. */
const faces = (pill) => pill.locator('span').evaluateAll((spans) => spans.filter((span) => getComputedStyle(span).visibility === 'visible').map((span) => span.textContent.trim()));

async function closeByThePill({ shot }, page, printer) {
  const tile = cloudTile(page, printer);
  const button = tile.getByRole('button', { name: `Live. Close ${printer.name}` });
  const says = (face) => until(`the pill "${face}"`, async () => (await faces(button)).join() === face, { limitMs: 2000 });
  const away = () => page.mouse.move(2, 2);
  await away();
  await says('● Live');
  await button.hover();
  await says('✕ Close');
  await shot(page, 'pill-hover');
  await away();
  await says('● Live');
  await page.keyboard.press('Tab');
  await button.focus();
  await says('✕ Close');
  await page.keyboard.press('Enter');
  await tile.locator('video').waitFor({ state: 'detached' });
}

const floating = (page) => page.evaluate(() => document.pictureInPictureElement?.tagName ?? 'none');
const enlarged = (page) => page.evaluate(() => document.fullscreenElement?.className ?? 'none');

/** Each tool by its button and by its key. */
async function tools(page, printer) {
  const tile = cloudTile(page, printer);
  const tool = (name) => tile.getByRole('button', { name });
  await tile.hover();
  await tool(`Picture in picture: ${printer.name}`).click();
  await until('a window of its own', async () => (await floating(page)) === 'VIDEO');
  await page.keyboard.press('i');
  await until('the window gone', async () => (await floating(page)) === 'none');
  await tool(`Enlarge ${printer.name}`).click();
  await until('the whole screen', async () => (await enlarged(page)) === 'picture');
  await page.keyboard.press('f');
  await until('the page again', async () => (await enlarged(page)) === 'none');
  for (const save of [() => tool(`Save frame: ${printer.name}`).click(), () => page.keyboard.press('c')]) {
    const [file] = await Promise.all([page.waitForEvent('download'), save()]);
    if (!/_\d{8}_\d{6}\.jpg$/.test(file.suggestedFilename())) throw new Error(`a frame is called ${file.suggestedFilename()}`);
  }
}

/** With its light off the camera sees next to nothing: the way to light stands there in words, also with nobody at it. */
async function dark({ shot }, page, printer, name) {
  const tile = cloudTile(page, printer);
  await tile.hover();
  await tile.getByRole('button', { name: /^Light (of|off)/ }).click();
  await page.mouse.move(2, 2);
  await page.evaluate(() => document.activeElement.blur());
  const light = tile.getByRole('button', { name: `Light on: ${printer.name}` });
  await until('a light that is offered', async () => (await light.innerText()).trim() === 'Light on', { limitMs: 20_000 });
  await until('an offer that is seen', async () => {
    const faint = await light.evaluate((element) => {
      for (let above = element; above; above = above.parentElement) if (Number(getComputedStyle(above).opacity) < 1) return true;
      return false;
    });
    return !faint;
  }, { limitMs: 2000 });
  await shot(page, `dark-${name}`);
  await light.click();
  await until('no offer in the light', async () => (await tile.getByText('Light on', { exact: true }).count()) === 0, { limitMs: 20_000 });
}
