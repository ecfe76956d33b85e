import {
  changeEveryMs,
  clientsPerRoom,
  type LoadClient,
  type LoadOrder,
  type LoadReport,
  newChange,
} from './load-kinds.ts';
import { openRelayRoom } from './relay-room.ts';
import { openStockRoom } from './stock-room.ts';

/**
 * The generator, a process of its own so that what it costs is not counted to the server. It keeps the rooms it has
 * and adds to them; in each a change is made once a second, by the clients in turn, at a moment of the room's own.
 */
const atOnce = 24;
const rooms: LoadClient[][] = [];
let durations: number[] = [];
let isMeasuring = false;
let measuredFromMs = 0;

const seen = (sentAtMs: number): void => {
  if (isMeasuring && sentAtMs >= measuredFromMs) durations.push(performance.now() - sentAtMs);
};

process.on('message', (order: LoadOrder) => {
  perform(order).then(
    (report) => process.send?.(report),
    (error) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});

async function perform(order: LoadOrder): Promise<LoadReport> {
  while (rooms.length < order.rooms) {
    const first = rooms.length;
    const count = Math.min(atOnce, order.rooms - first);
    const opened = await Promise.all(Array.from({ length: count }, (_, at) => open(order, first + at)));
    for (const room of opened) {
      rooms.push(room);
      keepBusy(room);
    }
  }
  // Every client has made its first changes, and the rush of connecting is over.
  await pause(changeEveryMs * (clientsPerRoom + 2));
  durations = [];
  sent = 0;
  measuredFromMs = performance.now();
  isMeasuring = true;
  await pause(order.measureMs);
  const expected = sent * (clientsPerRoom - 1);
  await pause(150);
  isMeasuring = false;
  const sorted = durations.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Infinity;
  const missing = Math.max(0, expected - sorted.length);
  return { rooms: rooms.length, deliveries: sorted.length, missing, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function open({ kind, url }: LoadOrder, no: number): Promise<LoadClient[]> {
  return kind === 'relay' ? openRelayRoom(url, no, seen) : openStockRoom(url, no, seen);
}

let sent = 0;

function keepBusy(room: LoadClient[]): void {
  let turn = 0;
  const next = (): void => {
    const change = newChange();
    if (isMeasuring) sent += 1;
    room[turn % clientsPerRoom]?.send(change);
    turn += 1;
  };
  setTimeout(() => setInterval(next, changeEveryMs), Math.random() * changeEveryMs);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
