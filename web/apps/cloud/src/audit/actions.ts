/** What an action of the audit log was, as a person says it; `object` follows. */
const words: Record<string, string> = {
  'apikey.created': 'made the API key',
  'apikey.revoked': 'revoked the API key',
  'fuse.activated': 'activated the Fuse',
  'fuse.left': 'moved to another store: the Fuse',
  'fuse.refused': 'refused the Fuse',
  'fuse.renamed': 'renamed the Fuse',
  'fuse.revoked': 'revoked the Fuse',
  'password.changed': 'changed the password of',
  'password.reset': 'reset the password of',
  'password.reset_link': 'made a link to reset the password of',
  'printer.aux_fan': 'set the aux fan of',
  'printer.bed_temperature': 'set the bed temperature of',
  'printer.chamber_fan': 'set the chamber fan of',
  'printer.chamber_temperature': 'set the chamber temperature of',
  'printer.clear_plate': 'said that the plate is clear:',
  'printer.home': 'homed',
  'printer.move_x': 'moved the X axis of',
  'printer.move_y': 'moved the Y axis of',
  'printer.move_z': 'moved the Z axis of',
  'printer.nozzle_temperature': 'set the nozzle temperature of',
  'printer.part_fan': 'set the part fan of',
  'printer.tagged': 'changed the tags of',
  'second_factor.enabled': 'switched on the second factor of',
  'second_factor.removed': 'switched off the second factor of',
  'server.changed': 'changed',
  'session.ended': 'signed out a browser of',
  'session.ended_everywhere': 'signed out everywhere:',
  'session.opened': 'signed in:',
  'session.refused': 'was refused at signing in as',
  'session.reused': 'a stolen or copied session was ended:',
  'store.created': 'made the store',
  'store.deleted': 'deleted the store',
  'store.renamed': 'renamed the store to',
  'user.changed': 'changed the permissions of',
  'user.invited': 'invited',
  'user.joined': 'joined:',
  'user.left': 'left:',
  'user.removed': 'removed',
  'user.uninvited': 'withdrew the invitation of',
  'wall.created': 'made the wall link',
  'wall.revoked': 'revoked the wall link',
};

export function actionText(action: string): string {
  const known = words[action];
  if (known) return known;
  const [area, what = ''] = action.split('.');
  return `${area === 'printer' ? '' : `${area} `}${what.replaceAll('_', ' ')}:`.trim();
}
