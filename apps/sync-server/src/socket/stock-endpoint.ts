import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * `/stock/ROOM`: where a store shares its stock with its chain. Off until a store opts in, and no store can yet: every
 * upgrade is refused as for a room that is not shared.
 */
export function refuseStock(_request: IncomingMessage, socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
