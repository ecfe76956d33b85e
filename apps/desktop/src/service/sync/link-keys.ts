import { answering, dialling } from '@apotheca/core/replication/direct-handshake';
import type { Handshake, LinkSelf, ProvenPeer } from '@apotheca/core/replication/handshake';
import { type MemberLookup, type MembershipStatement, vouchersFor } from '@apotheca/core/replication/membership';
import { askingRelay } from '@apotheca/core/replication/relay-handshake';
import { systemRandom } from '../terminal/machine.ts';

export interface LinkKeysFrom {
  readonly storeId: string;
  readonly terminalId: string;
  /** Ed25519: the raw public key and PKCS#8 DER. */
  readonly signing: { readonly publicKey: Uint8Array; readonly privateKey: Uint8Array };
  /** Opens a new store at a relay that asks for it. */
  readonly relayToken: string | null;
  readonly lookup: MemberLookup;
  statements(): readonly MembershipStatement[];
}

/** This terminal's end of every handshake. */
export class LinkKeys {
  readonly #from: LinkKeysFrom;

  constructor(from: LinkKeysFrom) {
    this.#from = from;
  }

  dialling(exporter: Uint8Array, port: number | null): Handshake<ProvenPeer> {
    return dialling(this.#self(), { exporter, port });
  }

  answering(exporter: Uint8Array, port: number | null): Handshake<ProvenPeer> {
    return answering(this.#self(), { exporter, port });
  }

  askingRelay(host: string): Handshake<{ readonly relayId: string }> {
    const { signing, relayToken } = this.#from;
    return askingRelay(this.#self(), { host, publicKey: signing.publicKey, registrationToken: relayToken });
  }

  /** What a relay is told of who belongs to the store. */
  membersText(): string {
    return JSON.stringify({ t: 'members', statements: this.#from.statements() });
  }

  #self(): LinkSelf {
    const { storeId, terminalId, signing, lookup, statements } = this.#from;
    return {
      storeId,
      signer: { terminalId, privateKey: signing.privateKey },
      vouchers: vouchersFor(statements(), terminalId),
      lookup,
      nonce: systemRandom.bytes(32),
    };
  }
}
