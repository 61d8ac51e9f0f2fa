// Cognito's side of a proof by SRP, for specs that script a sign-in: asks for the proof, and checks
// it.

import { POOL_ID } from './fake-tokens';
import type { AskedInput } from './scripted-sign-in';
import { type Account, type Claim, SrpServer, verifierOf } from './srp-server';
import { refusal } from './scripted-sign-in';

const SALT = 0x8dbcb21f18ae3216n;
const B = 0x1234567890abcdefn;

/** One proof that is asked for. */
export class SrpCognito {
  readonly #challenge: string;
  readonly #parameters: Readonly<Record<string, string>>;
  readonly #server: SrpServer;
  #publicValue = '';

  /** @param account whose password it is. */
  constructor(
    account: Pick<Account, 'group' | 'user'> &
      ({ password: string } | { verifier: bigint; salt: bigint }),
    challenge = 'PASSWORD_VERIFIER',
    parameters: Readonly<Record<string, string>> = { USER_ID_FOR_SRP: account.user },
  ) {
    const { group, user } = account;
    const salt = 'salt' in account ? account.salt : SALT;
    const verifier =
      'verifier' in account
        ? account.verifier
        : verifierOf({ group, user, password: account.password, salt });
    this.#server = new SrpServer({ group, user, salt }, verifier, B);
    this.#challenge = challenge;
    this.#parameters = parameters;
  }

  /** Answers the call that brings `SRP_A`. */
  readonly ask = (input: AskedInput): object => {
    this.#publicValue = (input.AuthParameters ?? input.ChallengeResponses)?.['SRP_A'] ?? 'none';
    return {
      ChallengeName: this.#challenge,
      ChallengeParameters: { ...this.#parameters, ...this.#server.challenge },
      Session: 'session-srp',
    };
  };

  /** Answers the call that brings the proof: with `next` when it is right. */
  readonly check =
    (next: object, message = 'Incorrect username or password.') =>
    (input: AskedInput): object => {
      const claim: unknown = input.ChallengeResponses;
      if (this.#server.accepts(this.#publicValue, claim as Claim)) return next;
      throw refusal('NotAuthorizedException', message);
    };
}

/** A user of the specs' pool, by the name Cognito knows. */
export function userAccount(
  user: string,
  password: string,
): Pick<Account, 'group' | 'user' | 'password'> {
  return { group: POOL_ID.split('_')[1]!, user, password };
}
