import { createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  certify,
  encodeMessage,
  genesisHash,
  type LedgerRow,
  limits,
  makeSeal,
  originName,
  rowHash,
  signerOf,
  signingKeyOf,
} from '@apotheca/core/replication';
import { admit } from '@apotheca/core/replication/membership';
import { askingRelay } from '@apotheca/core/replication/relay-handshake';
import WebSocket from 'ws';
import { clientsPerRoom, type LoadClient, type Seen, timeIn } from './load-kinds.ts';

const messageType = { want: 4, frames: 6, ping: 10 } as const;

/** One seal ends a message: how many, up to which row (below 128 here), hash and signature. */
const afterChange = 1 + 1 + 32 + 64;

interface Head {
  readonly origin: string;
  seq: number;
  hash: Uint8Array;
}

/** Terminals of one store as the relay sees them: chained, hashed, sealed rows, acknowledged by who receives them. */
export async function openRelayRoom(url: string, no: number, seen: Seen): Promise<LoadClient[]> {
  const storeId = `bench-${no}-${randomBytes(4).toString('hex')}`;
  const heads = new Map<string, Head>();
  const founder = signingKeyOf(randomBytes(32));
  const boxKey = new Uint8Array(32).fill(1);
  const by = { terminalId: 'terminal-0', privateKey: founder.privateKey };
  const own = admit(storeId, by, { terminalId: by.terminalId, publicKey: founder.publicKey, boxKey });
  const clients: LoadClient[] = [];
  for (let at = 0; at < clientsPerRoom; at += 1) {
    const key = at === 0 ? founder : signingKeyOf(randomBytes(32));
    const terminalId = `terminal-${at}`;
    const mine = at === 0 ? own : admit(storeId, by, { terminalId, publicKey: key.publicKey, boxKey });
    const vouchers = at === 0 ? [own] : [own, mine];
    clients.push(await openTerminal({ url, storeId, terminalId, key, vouchers, heads, seen }));
  }
  return clients;
}

interface TerminalOptions {
  readonly url: string;
  readonly storeId: string;
  readonly terminalId: string;
  readonly key: { publicKey: Uint8Array; privateKey: Uint8Array };
  readonly vouchers: ReturnType<typeof admit>[];
  readonly heads: Map<string, Head>;
  readonly seen: Seen;
}

async function openTerminal(options: TerminalOptions): Promise<LoadClient> {
  const { storeId, terminalId, key, heads, seen } = options;
  const socket = await shakeHands(options);
  const incarnation = signingKeyOf(randomBytes(32));
  const signer: KeyObject = createPrivateKey({
    key: Buffer.from(incarnation.privateKey),
    format: 'der',
    type: 'pkcs8',
  });
  const origin = originName(terminalId, incarnation.publicKey);
  const record = { origin, terminalId, publicKey: incarnation.publicKey, startedAt: new Date().toISOString() };
  const certificate = certify(signerOf(key.privateKey), storeId, record);
  const head: Head = { origin, seq: 0, hash: genesisHash(storeId, origin, incarnation.publicKey) };
  heads.set(origin, head);
  let isWanted = false;
  // As a terminal does: what it took is acknowledged with its own next rows, after five seconds, or after 64 rows.
  const untold = new Map<string, Head>();
  let untoldRows = 0;
  let telling: NodeJS.Timeout | null = null;
  const acknowledge = (): void => {
    if (telling) clearTimeout(telling);
    telling = null;
    if (untold.size > 0) socket.send(encodeMessage({ type: 'have', full: false, heads: [...untold.values()] }));
    untold.clear();
    untoldRows = 0;
  };
  const waiting: LedgerRow[] = [];
  socket.on('message', (message: Buffer) => {
    if (message[0] === messageType.want) {
      isWanted = true;
      socket.send(encodeMessage({ type: 'origin', record: { ...record, certificate } }));
      const rows = waiting.splice(0);
      if (rows.length > 0)
        socket.send(encodeMessage({ type: 'frames', origin, rows, seals: [makeSeal(signer, storeId, head)] }));
    }
    if (message[0] === messageType.ping) {
      const pong = Buffer.from(message);
      pong[0] = 11;
      socket.send(pong);
    }
    if (message[0] !== messageType.frames) return;
    const from = heads.get(message.toString('latin1', 2, 2 + (message[1] ?? 0)));
    if (!from) return;
    seen(timeIn(message, afterChange));
    untold.set(from.origin, from);
    untoldRows += 1;
    if (untoldRows >= limits.ackRows) acknowledge();
    else telling ??= setTimeout(acknowledge, limits.ackToRelayMs);
  });
  socket.send(
    encodeMessage({
      type: 'hello',
      protocolMin: 1,
      protocolMax: 1,
      storeId,
      terminalId,
      origin,
      kind: 'direct',
      appVersion: '0.1.0',
      schemaVersion: 1,
      nowMs: Date.now(),
      windowBytes: 4 * 1024 * 1024,
    }),
  );
  socket.send(encodeMessage({ type: 'have', full: true, heads: [] }));
  // The others' rows are wanted before there are any: the relay pushes them as they come.
  let wanted = 1;
  const wantAll = (): void => {
    if (wanted === heads.size) return;
    wanted = heads.size;
    for (const other of heads.keys()) {
      if (other !== origin) socket.send(encodeMessage({ type: 'want', origin: other, afterSeq: 0 }));
    }
  };
  return {
    send: (change) => {
      wantAll();
      const header = {
        origin,
        seq: head.seq + 1,
        hlc: Date.now() * 1024,
        type: 'bench.changed',
        schemaVersion: 1,
        keyId: 'k',
      };
      const hash = rowHash(header, head.hash, change);
      const row = { ...header, prevHash: head.hash, ciphertext: change, hash };
      head.seq = row.seq;
      head.hash = hash;
      if (isWanted) {
        socket.send(encodeMessage({ type: 'frames', origin, rows: [row], seals: [makeSeal(signer, storeId, head)] }));
        acknowledge();
      } else waiting.push(row);
      // Announced; the relay asks for it, and from then on it is sent as it comes.
      if (row.seq === 1) socket.send(encodeMessage({ type: 'have', full: false, heads: [head] }));
    },
  };
}

function shakeHands({ url, storeId, terminalId, key, vouchers }: TerminalOptions): Promise<WebSocket> {
  const socket = new WebSocket(`${url}/v1/sync`, { perMessageDeflate: false });
  const handshake = askingRelay(
    {
      storeId,
      signer: { terminalId, privateKey: key.privateKey },
      vouchers,
      lookup: () => undefined,
      nonce: randomBytes(32),
    },
    { host: new URL(url).host, publicKey: key.publicKey, registrationToken: null },
  );
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', (code, reason) => reject(new Error(`closed with ${code}: ${reason.toString()}`)));
    const onText = (data: Buffer): void => {
      const step = handshake.received(data.toString());
      if (step.kind === 'send') socket.send(step.text);
      if (step.kind !== 'done') return;
      socket.off('message', onText);
      resolve(socket);
    };
    socket.on('message', onText);
  });
}
