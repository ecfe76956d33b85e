import { measureRooms, type RoomsResult } from '../apps/sync-server/bench/rooms-bench.ts';
import { type Figure, ms } from './measure.ts';

/** A fifth more rooms each time, so that a run ends in minutes whatever the machine carries. */
const levels = { from: 500, factor: 1.2, to: 8_000 };

/**
 * Rooms of four clients, one change of 400 bytes a room and second, until 1 of 100 changes takes longer than 100 ms to
 * the others. The relay verifies hashes and signatures and writes every change to the disk before it passes it on, and hears from each
 * receiver that it has it on its own; the stock server keeps documents in memory, checks nothing and hears nothing. Both
 * in one run, one process each, the generator in another, which shares the machine with them: where it has two cores,
 * the generator's share bounds both.
 */
export async function run(): Promise<readonly Figure[]> {
  const log = (line: string) => void process.stdout.write(`  ${line}\n`);
  const stock = await measureRooms('stock', { ...levels, log });
  const relay = await measureRooms('relay', { ...levels, log });
  const ratio = relay.rooms / stock.rooms;
  return [
    { name: '@y/websocket-server 0.1.1: rooms of four under 100 ms', value: `${stock.rooms}` },
    { name: '  99 of 100 within', value: ms(stock.p99Ms) },
    { name: '  processor a change', value: microsText(stock) },
    { name: '  memory a room', value: `${Math.round(stock.memoryKbPerRoom)} KB` },
    { name: 'the relay: rooms of four under 100 ms', value: `${relay.rooms}` },
    { name: '  99 of 100 within', value: ms(relay.p99Ms) },
    { name: '  processor a change', value: microsText(relay) },
    { name: '  memory a room', value: `${Math.round(relay.memoryKbPerRoom)} KB` },
    { name: 'rooms beside the stock server', value: `${ratio.toFixed(2)} x`, aim: '>= 1.5 x', isMet: ratio >= 1.5 },
  ];
}

/** Of all threads, disk included; each room has one change a second. */
function microsText({ cpuShare, rooms }: RoomsResult): string {
  return rooms === 0 ? 'not measured' : `${Math.round((cpuShare * 1_000_000) / rooms)} us`;
}
