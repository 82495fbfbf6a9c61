import { settled, waiting, type CheckStep } from './step';

export const stunStep = waiting('browser_stun', 'STUN answers this browser');
export const turnStep = waiting('browser_turn', 'TURN relays for this browser');
export const serversLimitMs = 10_000;

interface Gathered {
  /** Types of the candidates that were found. */
  found: Set<string>;
  errors: number[];
  complete: boolean;
}

/** Asks the servers for addresses, without anybody at the other end. */
async function gather(configuration: RTCConfiguration, enough: (gathered: Gathered) => boolean, limitMs = serversLimitMs): Promise<Gathered> {
  const peer = new RTCPeerConnection(configuration);
  const gathered: Gathered = { found: new Set(), errors: [], complete: false };
  try {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, limitMs);
      const finish = () => {
        clearTimeout(timer);
        done();
      };
      peer.addEventListener('icecandidate', ({ candidate }) => {
        if (candidate?.candidate) gathered.found.add(typeOf(candidate));
        else if (candidate === null) gathered.complete = true;
        if (gathered.complete || enough(gathered)) finish();
      });
      peer.addEventListener('icecandidateerror', ({ errorCode }) => gathered.errors.push(errorCode));
      peer.createDataChannel('check');
      peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(finish);
    });
  } finally {
    peer.close();
  }
  return gathered;
}

function typeOf({ candidate }: RTCIceCandidate): string {
  return / typ (\w+)/.exec(candidate)?.[1] ?? '';
}

const urlsOf = ({ urls }: RTCIceServer): string[] => [urls].flat();
const isTurn = (server: RTCIceServer) => urlsOf(server).some((url) => url.startsWith('turn'));

export async function checkStun(servers: RTCIceServer[]): Promise<CheckStep> {
  const iceServers = servers.filter((server) => !isTurn(server));
  if (iceServers.length === 0) return settled(stunStep, { state: 'skipped', seen: 'No STUN server is configured.' });
  const { found, errors, complete } = await gather({ iceServers }, (gathered) => gathered.found.has('srflx'));
  // Where the public address is the local one the browser keeps the answer to itself.
  if (found.has('srflx') || (complete && errors.length === 0)) return settled(stunStep, { state: 'passed', seen: 'A STUN server answers.' });
  return settled(stunStep, { state: 'warned', seen: `No answer from ${iceServers.flatMap(urlsOf).join(', ')}.`, cause: 'stun_silent' });
}

/** 401 and 438: what was sent is not accepted (any more). */
const refusals = new Set([401, 403, 438]);

export async function checkTurn(servers: RTCIceServer[]): Promise<CheckStep> {
  const iceServers = servers.filter(isTurn);
  if (iceServers.length === 0) return settled(turnStep, { state: 'warned', seen: 'No TURN server is configured.', cause: 'no_relay' });
  const { found, errors } = await gather({ iceServers, iceTransportPolicy: 'relay' }, (gathered) => gathered.found.has('relay'));
  if (found.has('relay')) return settled(turnStep, { state: 'passed', seen: 'The relay gave this browser an address.' });
  const names = iceServers.flatMap(urlsOf).join(', ');
  if (errors.some((code) => refusals.has(code))) return settled(turnStep, { state: 'warned', seen: `${names} refuses the credential.`, cause: 'turn_refused' });
  return settled(turnStep, { state: 'warned', seen: `No answer from ${names}.`, cause: 'turn_silent' });
}

export const probeLimitMs = 5000;

export interface Probe {
  name: string;
  well: boolean;
  says: string;
}

/** Asks one server alone, so that each has an answer of its own. A relay without a credential can only be seen to answer. */
export async function probe(server: RTCIceServer): Promise<Probe> {
  const name = urlsOf(server).join(', ');
  const nothing = { name, well: false, says: `No answer within ${probeLimitMs / 1000} s` };
  try {
    return isTurn(server) ? ((await probeRelay(server, name)) ?? nothing) : ((await probeStun(server, name)) ?? nothing);
  } catch {
    return { name, well: false, says: 'The browser does not take this address' };
  }
}

async function probeStun(server: RTCIceServer, name: string): Promise<Probe | undefined> {
  const { found, errors, complete } = await gather({ iceServers: [server] }, (gathered) => gathered.found.has('srflx'), probeLimitMs);
  if (found.has('srflx')) return { name, well: true, says: 'Answers: this browser knows its public address' };
  return complete && errors.length === 0 ? { name, well: true, says: 'Answers: this browser has no other address than its own' } : undefined;
}

async function probeRelay(server: RTCIceServer, name: string): Promise<Probe | undefined> {
  const anonymous = !server.username;
  const iceServers = [anonymous ? { ...server, username: 'test', credential: 'test' } : server];
  const { found, errors } = await gather({ iceServers, iceTransportPolicy: 'relay' }, (gathered) => gathered.found.has('relay'), probeLimitMs);
  if (found.has('relay')) return { name, well: true, says: 'Relays: it gave this browser an address' };
  if (!errors.some((code) => refusals.has(code))) return undefined;
  if (anonymous) return { name, well: true, says: 'Answers. Whether it takes the TURN secret can be tested once a printer is connected' };
  return { name, well: false, says: 'Answers, but refuses the credential: compare the TURN secret' };
}
