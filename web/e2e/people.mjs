// What people do at the Cloud's pages, for the journeys.
import { createHmac } from 'node:crypto';
import { until } from './processes.mjs';

export const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
export const dialog = (page) => page.getByRole('dialog');

/** RFC 6238, as an authenticator app does it. */
export function totp(secret) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replaceAll(' ', '')].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac('sha1', key).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The code of the half minute of switching on works once. */
export async function unusedCode(secret) {
  const used = totp(secret);
  return until('the next code', async () => {
    const code = totp(secret);
    return code !== used && code;
  }, { limitMs: 35_000 });
}

export async function signIn(page, person) {
  await page.getByRole('heading', { name: 'Sign in to Gantry' }).waitFor();
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await press(page, 'Sign in');
}

/** Who somebody is and what their store is called, where they make both. */
export async function fillNewcomer(page, { name, email, password }, store) {
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Store name').fill(store);
}
