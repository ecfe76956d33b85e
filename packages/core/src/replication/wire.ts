import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A message that breaks the protocol: the link it came by is closed, nothing else changes. */
export class WireFault extends Error {
  override name = 'WireFault';
}

const names = /^[\x21-\x7e]{1,200}$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a message and trusts no length in it before it was compared with what is left. */
export class WireReader {
  readonly #decoder: decoding.Decoder<ArrayBufferLike>;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#decoder = decoding.createDecoder(bytes);
  }

  get left(): number {
    return this.#bytes.length - this.#decoder.pos;
  }

  byte(): number {
    if (this.left < 1) throw new WireFault('the message ends too early');
    return decoding.readUint8(this.#decoder);
  }

  number(max: number = Number.MAX_SAFE_INTEGER): number {
    let value: number;
    try {
      value = decoding.readVarUint(this.#decoder);
    } catch {
      throw new WireFault('a number has no end');
    }
    if (!(value <= max)) throw new WireFault('a number is larger than it may be');
    return value;
  }

  /** A view into the message, not a copy. */
  fixed(length: number): Uint8Array {
    if (length > this.left) throw new WireFault('a length is larger than the message');
    return decoding.readUint8Array(this.#decoder, length);
  }

  bytes(max: number): Uint8Array {
    return this.fixed(this.number(max));
  }

  /** How many items follow: never more than could fit. */
  count(max: number, smallestItem: number): number {
    const count = this.number(max);
    if (count * smallestItem > this.left) throw new WireFault('a count is larger than the message');
    return count;
  }

  text(maxBytes: number): string {
    const raw = this.bytes(maxBytes);
    try {
      return utf8.decode(raw);
    } catch {
      throw new WireFault('a text is not UTF-8');
    }
  }

  /** Names stand in hashed headers, line by line: printable ASCII without spaces, so that none can hold a line break. */
  name(): string {
    const text = this.text(200);
    if (!names.test(text)) throw new WireFault('a name has characters that names do not have');
    return text;
  }

  nameOrEmpty(): string {
    const text = this.text(200);
    if (text !== '' && !names.test(text)) throw new WireFault('a name has characters that names do not have');
    return text;
  }

  end(): void {
    if (this.left !== 0) throw new WireFault('the message goes on after its end');
  }
}

export class WireWriter {
  readonly #encoder = encoding.createEncoder();

  byte(value: number): this {
    encoding.writeUint8(this.#encoder, value);
    return this;
  }

  number(value: number): this {
    encoding.writeVarUint(this.#encoder, value);
    return this;
  }

  fixed(bytes: Uint8Array): this {
    encoding.writeUint8Array(this.#encoder, bytes);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    encoding.writeVarUint8Array(this.#encoder, bytes);
    return this;
  }

  text(text: string): this {
    encoding.writeVarString(this.#encoder, text);
    return this;
  }

  done(): Uint8Array {
    return encoding.toUint8Array(this.#encoder);
  }
}
