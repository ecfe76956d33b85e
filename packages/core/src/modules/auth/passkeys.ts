import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { HostPorts } from '../../host-ports.ts';
import { RefusalError } from '../../kernel/refusal.ts';
import type { Challenges } from './challenges.ts';
import type { UserState } from './model.ts';

type RegistrationResponse = Parameters<typeof verifyRegistrationResponse>[0]['response'];
type AuthenticationResponse = Parameters<typeof verifyAuthenticationResponse>[0]['response'];

function invalid(): RefusalError {
  return new RefusalError({ kind: 'passkey-invalid', data: undefined });
}

/** WebAuthn level 3. The relying party is the host name the workstation is reached under; an address has none. */
export class Passkeys {
  readonly #ports: HostPorts;
  readonly #challenges: Challenges;

  constructor(ports: HostPorts, challenges: Challenges) {
    this.#ports = ports;
    this.#challenges = challenges;
  }

  #relyingParty(origin: string): string {
    if (!this.#ports.webOrigins().includes(origin)) throw invalid();
    return new URL(origin).hostname;
  }

  async registrationOptions(user: UserState, origin: string, sessionId: string): Promise<Record<string, unknown>> {
    const options = await generateRegistrationOptions({
      rpName: 'Apotheca',
      rpID: this.#relyingParty(origin),
      userName: user.username,
      userDisplayName: user.name,
      attestationType: 'none',
      excludeCredentials: user.passkeys.map((key) => ({ id: key.credentialId })),
      // The device finds the passkey by itself, see `challenge`.
      authenticatorSelection: { userVerification: 'required', residentKey: 'required' },
      challenge: this.#challenges.issue(`add ${sessionId}`),
    });
    return { ...options };
  }

  async register(sessionId: string, origin: string, response: unknown) {
    const rpID = this.#relyingParty(origin);
    let challenge = '';
    const expectedChallenge = (given: string) => {
      challenge = given;
      return this.#challenges.isOpen(`add ${sessionId}`, given);
    };
    const result = await verifyRegistrationResponse({
      response: response as RegistrationResponse,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpID,
    }).catch(() => null);
    if (!result?.verified || !this.#challenges.spend(`add ${sessionId}`, challenge)) throw invalid();
    const { credential } = result.registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      transports: [...(credential.transports ?? [])],
    };
  }

  /**
   * Names no passkeys: a list of them would tell who exists here. The device shows the ones it holds for this
   * workstation. The name is bound to the challenge all the same, so that an answer fits one attempt to sign in.
   */
  async challenge(username: string, origin: string): Promise<Record<string, unknown>> {
    const options = await generateAuthenticationOptions({
      rpID: this.#relyingParty(origin),
      userVerification: 'required',
      challenge: this.#challenges.issue(`sign-in ${username}`),
    });
    return { ...options };
  }

  /** False for whatever is wrong, whether there is such a user or not. */
  async verify(user: UserState | undefined, username: string, origin: string, response: unknown): Promise<boolean> {
    const rpID = this.#relyingParty(origin);
    const answer = response as AuthenticationResponse;
    const passkey = user?.passkeys.find((key) => key.credentialId === answer.id);
    if (!passkey) return false;
    let challenge = '';
    const expectedChallenge = (given: string) => {
      challenge = given;
      return this.#challenges.isOpen(`sign-in ${username}`, given);
    };
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
    return result?.verified === true && this.#challenges.spend(`sign-in ${username}`, challenge);
  }
}
