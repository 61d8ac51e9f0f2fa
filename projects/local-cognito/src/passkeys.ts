import type { MovableClock } from './movable-clock';
import type { PoolUser } from './pool-user';
import type { Settings } from './settings';

/** Checks passkeys as a WebAuthn relying party. */
export class Passkeys {
  constructor(
    protected readonly settings: Settings,
    protected readonly clock: MovableClock,
  ) {}

  /** `CredentialCreationOptions` for the browser; the challenge is kept for the user. */
  startRegistration(user: PoolUser): Promise<object> {
    return Promise.reject(new Error(`not built yet ${user.username}`));
  }

  /** Adds the passkey to the user, or throws one of `refusals.passkey`; `credential` is a `RegistrationResponseJSON`. */
  completeRegistration(user: PoolUser, credential: unknown): Promise<void> {
    return Promise.reject(new Error(`not built yet ${user.username} ${typeof credential}`));
  }

  /** `PublicKeyCredentialRequestOptionsJSON` for a sign-in; its `challenge` goes back into `acceptAssertion`. */
  startAssertion(user: PoolUser): Promise<object & { readonly challenge: string }> {
    return Promise.reject(new Error(`not built yet ${user.username}`));
  }

  /** Is this an assertion of one of the user's passkeys for the challenge? `credential`: an `AuthenticationResponseJSON` as text. */
  acceptAssertion(user: PoolUser, challenge: string, credential: string): Promise<boolean> {
    return Promise.reject(new Error(`not built yet ${user.username} ${challenge} ${credential}`));
  }
}
