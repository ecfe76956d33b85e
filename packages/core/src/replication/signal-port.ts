/** Small messages between the terminals of a store, for modules. Not kept: whoever is not linked does not get them. */
export interface SignalPort {
  /** To a terminal, or `*` for all. False when nobody is linked who could get it there. At most 256 KiB. */
  send(to: string, channel: string, body: Uint8Array): boolean;
  /** `from` is proven. Returns the function that stops listening. */
  listen(channel: string, listener: (from: string, body: Uint8Array) => void): () => void;
  /** Who is linked now. Behind a relay may be anybody. */
  linked?(): readonly { readonly terminalId: string; readonly kind: 'direct' | 'relay' }[];
}

declare module '../host-ports.ts' {
  interface HostPorts {
    readonly signals?: SignalPort | undefined;
  }
}
