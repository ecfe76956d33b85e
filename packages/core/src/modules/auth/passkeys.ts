import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { HostPorts } from '../../host-ports.ts';
import type { Clock } from '../../kernel/ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { UserState } from './model.ts';

const challengeMsMax = 5 * 60 * 1000;

type RegistrationResponse = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type AuthenticationResponse = Parameters<typeof verifyAuthenticationResponse>[0]['response'];
type Transports = NonNullable<
  NonNullable<Parameters<typeof generateAuthenticationOptions>[0]['allowCredentials']>[number]['transports']
>;

function invalid(): RefusalError {
  return new RefusalError({ kind: 'passkey-invalid', data: undefined });
}

/** WebAuthn level 3. The relying party is the host name the workstation is reached under; an address has none. */
export class Passkeys {
  readonly #ports: HostPorts;
  readonly #clock: Clock;
  readonly #challenges = new Map<string, { challenge: string; untilMs: number }>();

  constructor(ports: HostPorts, clock: Clock) {
    this.#ports = ports;
    this.#clock = clock;
  }

  #relyingParty(origin: string): string {
    if (!this.#ports.webOrigins().includes(origin)) throw invalid();
    return new URL(origin).hostname;
  }

  #remember(purpose: string, challenge: string): void {
    const nowMs = this.#clock.nowMs();
    for (const [key, entry] of this.#challenges) if (entry.untilMs < nowMs) this.#challenges.delete(key);
    this.#challenges.set(purpose, { challenge, untilMs: nowMs + challengeMsMax });
  }

  #take(purpose: string): string {
    const entry = this.#challenges.get(purpose);
    this.#challenges.delete(purpose);
    if (!entry || entry.untilMs < this.#clock.nowMs()) throw invalid();
    return entry.challenge;
  }

  async registrationOptions(user: UserState, origin: string, sessionId: string): Promise<Record<string, unknown>> {
    const options = await generateRegistrationOptions({
      rpName: 'Apotheca',
      rpID: this.#relyingParty(origin),
      userName: user.username,
      userDisplayName: user.name,
      attestationType: 'none',
      excludeCredentials: user.passkeys.map((key) => ({ id: key.credentialId })),
      authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
    });
    this.#remember(`add ${sessionId}`, options.challenge);
    return { ...options };
  }

  async register(sessionId: string, origin: string, response: unknown) {
    const rpID = this.#relyingParty(origin);
    const expectedChallenge = this.#take(`add ${sessionId}`);
    const result = await verifyRegistrationResponse({
      response: response as RegistrationResponse,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
    }).catch(() => null);
    if (!result?.verified) throw invalid();
    const { credential } = result.registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      transports: [...(credential.transports ?? [])],
    };
  }

  /** The same answer for a user that does not exist, so that names cannot be probed. */
  async challenge(user: UserState | undefined, username: string, origin: string): Promise<Record<string, unknown>> {
    const options = await generateAuthenticationOptions({
      rpID: this.#relyingParty(origin),
      userVerification: 'required',
      allowCredentials: (user?.passkeys ?? []).map((key) => ({
        id: key.credentialId,
        transports: [...key.transports] as Transports,
      })),
    });
    this.#remember(`sign-in ${username}`, options.challenge);
    return { ...options };
  }

  async verify(user: UserState, username: string, origin: string, response: unknown): Promise<boolean> {
    const rpID = this.#relyingParty(origin);
    const expectedChallenge = this.#take(`sign-in ${username}`);
    const answer = response as AuthenticationResponse;
    const passkey = user.passkeys.find((key) => key.credentialId === answer.id);
    if (!passkey) return false;
    const result = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: 0,
      },
    }).catch(() => null);
    return result?.verified ?? false;
  }
}
