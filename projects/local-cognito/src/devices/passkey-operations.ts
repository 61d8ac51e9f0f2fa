// Cognito's operations on passkeys: a signed-in user registers, lists and deletes them.

import type { AuthenticatedUser } from '../tokens/access-token-check';
import { accountRefusals } from '../pool/account-refusals';
import { refusals } from '../pool/cognito-error';
import type { JsonObject } from '../pool/json-object';
import { required, type Operation, type OperationGroup } from '../pool/operation';
import { pageOf } from '../pool/pagination';
import type { Passkey } from '../pool/passkey';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';

/**
 * StartWebAuthnRegistration, CompleteWebAuthnRegistration, ListWebAuthnCredentials,
 * DeleteWebAuthnCredential.
 */
export class PasskeyOperations implements OperationGroup {
  readonly operations: Readonly<Record<string, Operation>> = {
    StartWebAuthnRegistration: async (input) => this.start(await this.authenticate(input)),
    CompleteWebAuthnRegistration: async (input) =>
      this.complete(await this.authenticate(input), input),
    ListWebAuthnCredentials: async (input) =>
      this.list((await this.authenticate(input)).user, input),
    DeleteWebAuthnCredential: async (input) =>
      this.delete((await this.authenticate(input)).user, input),
  };

  constructor(private readonly parts: PoolParts) {}

  private async authenticate(input: JsonObject): Promise<AuthenticatedUser> {
    return this.parts.accessTokens.authenticate(required(input, 'AccessToken'));
  }

  private async start({ user, family }: AuthenticatedUser): Promise<object> {
    const { passkeys } = this.parts;
    this.checkEnabled();
    const owner = {
      sub: user.sub,
      username: user.username,
      displayName: user.attributes.get('name') ?? user.username,
    };
    return {
      CredentialCreationOptions: await passkeys.registrationOptions(
        user.username,
        family.clientId,
        owner,
        user.passkeys,
      ),
    };
  }

  private async complete({ user, family }: AuthenticatedUser, input: JsonObject): Promise<object> {
    const { passkeys } = this.parts;
    this.checkEnabled();
    const credential = input.value('Credential') ?? null;
    if (credential === null) {
      throw refusals.missingMember('credential');
    }
    const passkey = await passkeys.verifyRegistration(user.username, family.clientId, credential);
    const others = user.passkeys.filter(({ id }) => id !== passkey.id);
    user.passkeys = [...others, passkey];
    return {};
  }

  private list(user: PoolUser, input: JsonObject): object {
    const members = { limit: 'MaxResults', token: 'NextToken', maximum: 20 };
    const { items, next } = pageOf(user.passkeys, ({ id }) => id, input, members);
    return {
      Credentials: items.map(describe),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  }

  private delete(user: PoolUser, input: JsonObject): object {
    const credentialId = required(input, 'CredentialId');
    const others = user.passkeys.filter(({ id }) => id !== credentialId);
    if (others.length === user.passkeys.length) {
      throw accountRefusals.unknownPasskey();
    }
    user.passkeys = others;
    return {};
  }

  private checkEnabled(): void {
    if (!this.parts.settings.value.choiceFactors.includes('WEB_AUTHN')) {
      throw accountRefusals.passkeysNotEnabled();
    }
  }
}

function describe(passkey: Passkey): object {
  return {
    CredentialId: passkey.id,
    FriendlyCredentialName: passkey.friendlyName,
    RelyingPartyId: passkey.relyingPartyId,
    ...(passkey.attachment === undefined ? {} : { AuthenticatorAttachment: passkey.attachment }),
    AuthenticatorTransports: passkey.transports,
    CreatedAt: passkey.createdAt / 1000,
  };
}
