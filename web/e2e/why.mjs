// A way that stands and carries no picture: large packets get lost on it, as behind a tunnel that tells nobody its size.
import { join } from 'node:path';
import { cloudTile } from './watch.mjs';

/** While `body` runs this router lets out no UDP of more than 1000 bytes: connections stand, pictures never come whole. */
export async function behindSmallPackets(router, body) {
  router.rules('narrow', 'chain forward { type filter hook forward priority 0; policy accept; oifname "wan" udp length > 1000 drop; }');
  try {
    return await body();
  } finally {
    router.rules('narrow', '');
  }
}

/** The tile gives up, and the doctor finds where it ends; what it has seen. */
export async function askWhyNothingIsSeen(page, printer, folder) {
  const tile = cloudTile(page, printer);
  await tile.getByRole('button', { name: /^(Stream|Watch)/ }).first().click();
  await tile.getByRole('button', { name: `Find out why: ${printer.name}` }).click({ timeout: 60_000 });
  const dialog = page.getByRole('dialog', { name: /^Why is there no picture\?/ });
  const path = dialog.locator('[data-step="path"]');
  await dialog.locator('[data-step="path"][data-state="failed"]').waitFor({ timeout: 120_000 });
  const seen = (await path.innerText()).replaceAll('\n', ' ');
  await page.screenshot({ path: join(folder, 'no-video.png') });
  if ((await path.getAttribute('data-cause')) !== 'no_video') throw new Error(`another cause: ${seen}`);
  await dialog.getByRole('heading', { name: 'Connected, but no video arrives' }).waitFor();
  await page.close();
  return seen;
}
