import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { clientsPerRoom, type LoadClient, type Seen, timeIn } from './load-kinds.ts';

/** A message ends with what was deleted: nothing, one byte. */
const afterChange = 1;

const sync = 0;
const step1 = 0;
const step2 = 1;
const update = 2;

/** y-websocket clients of one document, as light as those of the relay: they send real updates and apply none. */
export async function openStockRoom(url: string, no: number, seen: Seen): Promise<LoadClient[]> {
  const name = `bench-${no}-${Math.random().toString(36).slice(2)}`;
  return Promise.all(Array.from({ length: clientsPerRoom }, () => openClient(`${url}/${name}`, seen)));
}

async function openClient(url: string, seen: Seen): Promise<LoadClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const doc = new Y.Doc();
  const changes = doc.getArray<Uint8Array>(`o:${doc.clientID}`);
  doc.on('update', (bytes: Uint8Array) => socket.send(framed(update, bytes)));
  socket.on('message', (message: Buffer) => {
    const input = decoding.createDecoder(message);
    if (decoding.readVarUint(input) !== sync) return;
    const kind = decoding.readVarUint(input);
    if (kind === step1) socket.send(framed(step2, Y.encodeStateAsUpdate(doc)));
    // The server sends a change to its sender too; that one is known by its client.
    if (kind !== update) return;
    const own = idBytes(doc.clientID);
    if (message.indexOf(own) < 0) seen(timeIn(message, afterChange));
  });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.send(framed(step1, Y.encodeStateVector(doc)));
  return { send: (change) => void changes.push([new Uint8Array(change)]) };
}

function framed(kind: number, bytes: Uint8Array): Uint8Array {
  const out = encoding.createEncoder();
  encoding.writeVarUint(out, sync);
  encoding.writeVarUint(out, kind);
  encoding.writeVarUint8Array(out, bytes);
  return encoding.toUint8Array(out);
}

function idBytes(clientId: number): Uint8Array {
  const out = encoding.createEncoder();
  encoding.writeVarUint(out, clientId);
  return encoding.toUint8Array(out);
}
