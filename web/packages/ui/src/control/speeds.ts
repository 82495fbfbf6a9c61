/** Of a print; what they mean in percent is the maker's. */
export const speeds = [
  { value: 'silent', label: 'Silent', percent: 50 },
  { value: 'standard', label: 'Standard', percent: 100 },
  { value: 'sport', label: 'Sport', percent: 124 },
  { value: 'ludicrous', label: 'Ludicrous', percent: 166 },
] as const;
