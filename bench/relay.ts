import { measureRooms, type RoomsResult } from '../apps/sync-server/bench/rooms-bench.ts';
import { type Figure, ms } from './measure.ts';

const levels = { from: 250, step: 250, to: 6_000 };
const sameRooms = { from: 250, step: 250, to: 250 };

/**
 * Rooms of four clients, one change of 400 bytes a room and second, until 1 of 100 changes takes longer than 100 ms to
 * the others. The relay verifies hashes and writes every change to the disk before it passes it on; the stock server
 * keeps documents in memory. Both in one run, one process each, the generator in another.
 */
export async function run(): Promise<readonly Figure[]> {
  const log = (line: string) => void process.stdout.write(`  ${line}\n`);
  const stock = await measureRooms('stock', { ...levels, log });
  const relay = await measureRooms('relay', { ...levels, log });
  const sealed = await measureRooms('relay', { ...sameRooms, seals: true, log });
  const ratio = relay.rooms / stock.rooms;
  return [
    { name: '@y/websocket-server 0.1.1: rooms of four under 100 ms', value: `${stock.rooms}` },
    { name: '  99 of 100 within', value: ms(stock.p99Ms) },
    { name: '  processor per 1,000 rooms', value: coresText(stock) },
    { name: '  memory a room', value: `${Math.round(stock.memoryKbPerRoom)} KB` },
    { name: 'the relay: rooms of four under 100 ms', value: `${relay.rooms}` },
    { name: '  99 of 100 within', value: ms(relay.p99Ms) },
    { name: '  processor per 1,000 rooms', value: coresText(relay) },
    { name: '  processor per 1,000 rooms, each change sealed and checked', value: coresText(sealed) },
    { name: '  memory a room', value: `${Math.round(relay.memoryKbPerRoom)} KB` },
    { name: 'rooms beside the stock server', value: `${ratio.toFixed(2)} x`, aim: '>= 1.5 x', isMet: ratio >= 1.5 },
  ];
}

function coresText({ cpuShare, rooms }: RoomsResult): string {
  return rooms === 0 ? 'not measured' : `${((cpuShare * 1_000) / rooms).toFixed(2)} cores`;
}
