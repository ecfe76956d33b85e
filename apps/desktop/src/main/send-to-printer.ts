import { spawn } from 'node:child_process';
import { connect } from 'node:net';

const waitMsMax = 15_000;

/** Runs a program with bytes on its standard input. Rejects with its own words, which name no patient. */
export function runWithInput(command: string, args: readonly string[], input: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'pipe'], timeout: waitMsMax });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(0, 400);
    });
    // A program that ends early closes its input; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.on('error', () =>
      reject(new Error('The print system of this computer is missing. Install CUPS and try again.')),
    );
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(said.trim() === '' ? `The print system refused the job (code ${code}).` : said.trim()));
    });
    child.stdin.end(input);
  });
}

/** Sends bytes to a raw printer port; resolves when the printer has closed the connection or taken all. */
export function sendToSocket(host: string, port: number, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = () => {
      socket.destroy();
      reject(new Error('The label printer does not answer. Check that it is on and that its address is right.'));
    };
    socket.setTimeout(waitMsMax, fail);
    socket.on('error', fail);
    socket.on('connect', () => socket.end(bytes));
    socket.on('close', (hadError) => {
      if (!hadError) resolve();
    });
    // Nothing a printer says is of use here, but unread data would keep the connection open.
    socket.resume();
  });
}
