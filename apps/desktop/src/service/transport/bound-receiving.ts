import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** The largest message of a socket on which nobody has signed in: names and passwords are short. */
export const messageBytesMaxSignedOut = 256 * 1024;
/** Time for the closing frame to leave. */
const farewellMs = 250;

/**
 * Bounds what a socket may make this process keep before its first signed-in call. The bytes are counted on the
 * connection below it, because the library knows one limit for all sockets and tells of a message only when it is whole.
 */
export function boundReceiving(socket: WebSocket, connection: Duplex, isTrusted: () => boolean): void {
  let waiting = 0;
  let isCut = false;
  const counted = (bytes: Buffer) => {
    if (isTrusted()) return void connection.off('data', counted);
    waiting += bytes.length;
    if (waiting <= messageBytesMaxSignedOut || isCut) return;
    isCut = true;
    connection.pause();
    socket.close(1009, 'Sign in before you send this much.');
    setTimeout(() => socket.terminate(), farewellMs).unref();
  };
  connection.on('data', counted);
  socket.on('message', () => {
    waiting = 0;
  });
  // The answer to our own ping, which belongs to no message: header, mask and what it carries.
  socket.on('pong', (data) => {
    waiting = Math.max(0, waiting - data.length - 6);
  });
}
