// Sends the codes of sign-up, password reset and attributes. For a name without a user it only
// pretends to, because the pool may hide which users exist.

import { createHash } from 'node:crypto';
import {
  deliveryDetails,
  deliveryTo,
  type Delivery,
  type DeliveryAttribute,
} from '../pool/code-delivery';
import { refusals } from '../pool/cognito-error';
import type { PoolParts } from '../state/pool-parts';
import type { PoolUser } from '../pool/pool-user';
import type { CodePurpose } from '../state/verification-codes';

/**
 * Makes codes and hands them to the outbox; each method returns the `CodeDeliveryDetails` of the
 * answer.
 */
export class CodeSender {
  constructor(private readonly parts: PoolParts) {}

  send(user: PoolUser, codePurpose: CodePurpose, delivery: Delivery): object {
    const { destination, medium } = delivery;
    const { username } = user;
    const code = this.parts.codes.issue(username, codePurpose);
    const purpose =
      codePurpose === 'sign-up' || codePurpose === 'reset' ? codePurpose : 'attribute';
    this.parts.outbox.send({ username, destination, medium, purpose, code });
    return deliveryDetails(delivery);
  }

  /** Verifies the attribute's new value, or one that is unverified since sign-up. */
  sendForAttribute(user: PoolUser, delivery: Delivery): object {
    return this.send(user, `verify ${delivery.attribute}`, delivery);
  }

  /**
   * Makes a code that nobody receives, for a name that no user has. Every code typed next gets the
   * answer that a user's mistyped code gets. Throws `UserNotFoundException` if the pool does not
   * hide which users exist.
   * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
   */
  pretend(name: string, purpose: CodePurpose): object {
    if (!this.parts.settings.value.preventUserExistenceErrors) {
      throw refusals.unknownUser();
    }
    this.parts.codes.issue(name, purpose);
    return deliveryDetails(madeUpDelivery(name));
  }
}

/** The sign-up code goes to the phone if the user gave both, as with the service. */
export function signUpDelivery(user: PoolUser): Delivery | undefined {
  return deliveryTo(user, 'phone_number') ?? deliveryTo(user, 'email');
}

/** The reset code goes to a verified address or number only; email comes first. */
export function resetDelivery(user: PoolUser): Delivery | undefined {
  const attributes: readonly DeliveryAttribute[] = ['email', 'phone_number'];
  const verified = attributes.find((attribute) => user.isVerified(attribute));
  return verified && deliveryTo(user, verified);
}

/**
 * Has the shape of the name if the name is an address or a number. The same name always gives the
 * same destination.
 */
function madeUpDelivery(name: string): Delivery {
  if (/^\+\d+$/.test(name)) {
    return { attribute: 'phone_number', medium: 'SMS', destination: name };
  }
  const [first = 0, second = 0] = createHash('sha256').update(name.toLowerCase()).digest();
  const destination = name.includes('@') ? name : `${letter(first)}@${letter(second)}`;
  return { attribute: 'email', medium: 'EMAIL', destination };
}

function letter(byte: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + (byte % 26));
}
