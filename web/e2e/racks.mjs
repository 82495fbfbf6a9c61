// The printers of a large farm, as their Fuse tells the Cloud about them: one half prints.

export function rack(index, printing) {
  const runs = index < printing;
  const temperature = (target) => ({ actual_c: runs ? target : 24, target_c: runs ? target : 0 });
  const name = `Rack ${String(index + 1).padStart(3, '0')}`;
  return {
    printer: { id: `farm-${index}`, name, model: 'P1S', serial: `01P00A${String(index).padStart(9, '0')}`, driver: 'bambu', camera: 'bambu_jpeg' },
    state: {
      connection: 'online', activity: runs ? 'printing' : 'idle', nozzle: temperature(220), bed: temperature(60), chamber: temperature(38), light_on: true,
      progress: { job_name: runs ? `bracket-${index}.3mf` : '', percent: index % 100, remaining_minutes: runs ? 10 + index : null, layer: index, total_layers: 240 },
      filament_units: [{ unit: 0, kind: 'ams', slots: [0, 1, 2, 3].map((slot) => ({ slot, loaded: true, material: 'PLA', colour: 'F4A742FF', remaining_percent: 50 })) }],
      firmware: '01.08.02.00', wifi_dbm: -52, storage: 'good', connected_at: Date.now(), last_report_at: Date.now(),
    },
  };
}
