const kib = 1024;
const mib = 1024 * kib;

/** Sizes and times of the protocol. Both ends rely on the first group; the others are one end's own business. */
export const limits = {
  protocolMin: 1,
  protocolMax: 1,
  /** A whole message, except FRAMES that cannot be cut: they end at a seal. */
  messageBytes: mib,
  /** FRAMES with what lies between two seals. */
  oversizedBytes: 24 * mib,
  frameBytes: 256 * kib,
  /** Bytes of FRAMES that may be on the way; each end states its own in HELLO, not below the smallest. */
  windowBytes: 4 * mib,
  windowBytesMin: 512 * kib,
  signalBytes: 256 * kib,
  headsAMessage: 8_192,
  /** Incarnations and subscriptions of one peer: more than a store comes to in decades. */
  headsAPeer: 16_384,
  rowsAFrame: 1_024,
  /** What lies between two seals goes in one message, however much it is. */
  rowsAFrameMax: 65_536,

  bufferedBytes: 8 * mib,
  takeRows: 2_000,
  takeBytes: 4 * mib,
  stuckMs: 30_000,
  helloMs: 10_000,
  pingMs: 5_000,
  silentMs: 20_000,
  /** News sets planning going; this is for what nobody told of. */
  planAllMs: 5_000,
  /** How long a better source is only watched. */
  patienceMs: 1_500,
  /** How long a source that stalled is not asked for that origin again. */
  penaltyMs: 10_000,
  /** How often the same source is asked again when nobody else has more. */
  rewantMs: 5_000,
  haveMs: 50,
  /** Acknowledgements wait so long for FRAMES to go with, unless so many rows wait. A relay counts them for retention. */
  ackByRelayMs: 1_000,
  ackToRelayMs: 5_000,
  ackRows: 64,
  /** Two clocks further apart than this are told to a person. */
  skewMs: 120_000,
  controlBurst: 10_000,
  controlPerSecond: 1_000,
  signalBurst: 400,
  signalsPerSecond: 100,
} as const;
