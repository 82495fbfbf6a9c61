/** Enclosed machines are drawn as boxes, open ones as a bed with an arm. */
export function ModelIcon({ model }: { model: string }) {
  const open = /^A\d/i.test(model);
  return (
    <svg className="model-icon" viewBox="0 0 32 32" role="img" aria-label={`${model || 'Unknown model'}`}>
      {open ? (
        <path d="M5 26h22M8 22.500h16v3.500H8zM23 22.500V6H9v6M9 12l-1.800 2h3.600zM6.500 9h5v3h-5zM13 22.500v-4h6v4" />
      ) : (
        <path d="M6 27V5h20v22zM6 10h20M9.500 13h13v10.500h-13zM16 13v3.500M14.500 16.500h3L16 18.500zM12.500 21.500h7M9.500 7.500h3" />
      )}
    </svg>
  );
}
