import { decodeFrames, encodeFrames } from './frames-codec.ts';
import { limits } from './limits.ts';
import { type Hello, type Message, messageTypes, skippableFrom } from './messages.ts';
import type { OriginHead } from './ports.ts';
import { WireFault, WireReader, WireWriter } from './wire.ts';

/** SPEC.md describes every message byte by byte. */
export function encodeMessage(message: Exclude<Message, { type: 'skipped' }>): Uint8Array {
  const out = new WireWriter().byte(messageTypes[message.type]);
  switch (message.type) {
    case 'hello':
      return encodeHello(out, message);
    case 'origin': {
      const { record } = message;
      out.text(record.origin).text(record.terminalId).fixed(record.publicKey).text(record.startedAt);
      return out.bytes(record.certificate).done();
    }
    case 'have':
      out.byte(message.full ? 1 : 0).number(message.heads.length);
      for (const head of message.heads) out.text(head.origin).number(head.seq).fixed(head.hash);
      return out.done();
    case 'want':
      return out.text(message.origin).number(message.afterSeq).done();
    case 'drop':
      return out.text(message.origin).done();
    case 'frames':
      return encodeFrames(out, message);
    case 'credit':
      return out.number(message.bytes).done();
    case 'floor':
      return out.text(message.origin).number(message.seq).done();
    case 'signal': {
      const { id, from, to, channel, body } = message.signal;
      return out.fixed(Buffer.from(id, 'hex')).text(from).text(to).text(channel).bytes(body).done();
    }
    case 'ping':
    case 'pong':
      return out.number(message.nonce).number(message.nowMs).done();
    case 'bye':
      return out.number(message.code).text(message.reason).done();
  }
}

function encodeHello(out: WireWriter, hello: Hello): Uint8Array {
  return out
    .number(hello.protocolMin)
    .number(hello.protocolMax)
    .text(hello.storeId)
    .text(hello.terminalId)
    .text(hello.origin)
    .byte(hello.kind === 'relay' ? 1 : 0)
    .text(hello.appVersion)
    .number(hello.schemaVersion)
    .number(Math.max(0, Math.floor(hello.nowMs)))
    .number(hello.windowBytes)
    .done();
}

/** Throws `WireFault` and nothing else. What it gives points into `bytes`. */
export function decodeMessage(bytes: Uint8Array): Message {
  const input = new WireReader(bytes);
  const type = input.byte();
  if (bytes.length > (type === messageTypes.frames ? limits.oversizedBytes : limits.messageBytes)) {
    throw new WireFault('the message is larger than messages may be');
  }
  const message = decodeBody(type, input);
  // A later version may say more in HELLO; what else may be said is agreed on by it.
  if (message.type !== 'hello' && message.type !== 'skipped') input.end();
  return message;
}

function decodeBody(type: number, input: WireReader): Message {
  switch (type) {
    case messageTypes.hello:
      return decodeHello(input);
    case messageTypes.origin: {
      const record = {
        origin: input.name(),
        terminalId: input.name(),
        publicKey: input.fixed(32),
        startedAt: input.name(),
        certificate: input.bytes(512),
      };
      return { type: 'origin', record };
    }
    case messageTypes.have:
      return { type: 'have', full: flag(input), heads: decodeHeads(input) };
    case messageTypes.want:
      return { type: 'want', origin: input.name(), afterSeq: input.number() };
    case messageTypes.drop:
      return { type: 'drop', origin: input.name() };
    case messageTypes.frames:
      return decodeFrames(input);
    case messageTypes.credit:
      return { type: 'credit', bytes: input.number() };
    case messageTypes.floor:
      return { type: 'floor', origin: input.name(), seq: input.number() };
    case messageTypes.signal:
      return { type: 'signal', signal: decodeSignal(input) };
    case messageTypes.ping:
      return { type: 'ping', nonce: input.number(), nowMs: input.number() };
    case messageTypes.pong:
      return { type: 'pong', nonce: input.number(), nowMs: input.number() };
    case messageTypes.bye:
      return { type: 'bye', code: input.number(65_535), reason: input.text(2_000) };
    default:
      if (type >= skippableFrom) return { type: 'skipped' };
      throw new WireFault(`messages of type ${type} are not known here`);
  }
}

function flag(input: WireReader): boolean {
  const value = input.byte();
  if (value > 1) throw new WireFault('a flag is neither 0 nor 1');
  return value === 1;
}

function decodeHello(input: WireReader): Hello {
  const hello = {
    type: 'hello' as const,
    protocolMin: input.number(65_535),
    protocolMax: input.number(65_535),
    storeId: input.name(),
    terminalId: input.name(),
    origin: input.nameOrEmpty(),
    kind: flag(input) ? ('relay' as const) : ('direct' as const),
    appVersion: input.name(),
    schemaVersion: input.number(),
    nowMs: input.number(),
    windowBytes: input.number(2 ** 32),
  };
  if (hello.protocolMin > hello.protocolMax) throw new WireFault('the oldest protocol is newer than the newest');
  if (hello.windowBytes < limits.windowBytesMin) throw new WireFault('the window is too small');
  return hello;
}

function decodeHeads(input: WireReader): OriginHead[] {
  const heads: OriginHead[] = [];
  for (let left = input.count(limits.headsAMessage, 35); left > 0; left -= 1) {
    heads.push({ origin: input.name(), seq: input.number(), hash: input.fixed(32) });
  }
  return heads;
}

function decodeSignal(input: WireReader) {
  return {
    id: Buffer.from(input.fixed(8)).toString('hex'),
    from: input.name(),
    to: input.name(),
    channel: input.name(),
    body: input.bytes(limits.signalBytes),
  };
}
