export const isAddress = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text.trim()) && text.trim().split('.').every((part) => Number(part) <= 255);

/** What is wrong with an address, for whoever typed it; empty when nothing is. */
export function addressError(address: string): string {
  if (isAddress(address)) return '';
  return address.includes(':') ? 'This is an IPv6 address; printers are reached by their IPv4 address, like 192.168.0.30.' : 'An IP address looks like 192.168.0.30.';
}
