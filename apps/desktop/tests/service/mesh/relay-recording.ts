/** What goes between terminals and the relay, as the relay reads it: WebSocket messages without mask and framing. */
export class RelayRecording {
  readonly #streams = new Map<string, FrameReader>();
  readonly messages: { readonly from: 'terminal' | 'relay'; readonly payload: Buffer }[] = [];
  bytes = 0;

  readonly tap = (line: string, connection: number, isNear: boolean, chunk: Buffer): void => {
    this.bytes += chunk.length;
    const key = `${line} ${connection} ${isNear}`;
    const reader = this.#streams.get(key) ?? new FrameReader();
    this.#streams.set(key, reader);
    const from = isNear ? 'terminal' : 'relay';
    for (const payload of reader.read(chunk)) this.messages.push({ from, payload });
  };
}

/** RFC 6455 section 5.2, and the HTTP head before it as a message of its own. */
class FrameReader {
  #waiting: Buffer = Buffer.alloc(0);
  #isPastHead = false;
  #parts: Buffer[] = [];

  *read(chunk: Buffer): Generator<Buffer> {
    this.#waiting = Buffer.concat([this.#waiting, chunk]);
    if (!this.#isPastHead) {
      const end = this.#waiting.indexOf('\r\n\r\n');
      if (end < 0) return;
      yield this.#waiting.subarray(0, end);
      this.#waiting = this.#waiting.subarray(end + 4);
      this.#isPastHead = true;
    }
    for (let frame = this.#frame(); frame !== null; frame = this.#frame()) {
      this.#parts.push(frame.payload);
      if (!frame.isLast) continue;
      yield Buffer.concat(this.#parts);
      this.#parts = [];
    }
  }

  #frame(): { payload: Buffer; isLast: boolean } | null {
    const bytes = this.#waiting;
    if (bytes.length < 2) return null;
    const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
    const isMasked = (second & 0x80) !== 0;
    const short = second & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const head = 2 + lengthBytes + (isMasked ? 4 : 0);
    if (bytes.length < head) return null;
    const length =
      lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < head + length) return null;
    const payload = Buffer.from(bytes.subarray(head, head + length));
    if (isMasked) {
      const mask = bytes.subarray(head - 4, head);
      for (let at = 0; at < payload.length; at += 1) payload[at] = (payload[at] as number) ^ (mask[at & 3] as number);
    }
    this.#waiting = bytes.subarray(head + length);
    return { payload, isLast: (first & 0x80) !== 0 };
  }
}
