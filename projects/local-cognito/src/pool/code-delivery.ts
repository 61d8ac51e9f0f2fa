// Chooses the address or number that a code goes to, and masks it for the answer.

import type { PoolUser } from './pool-user';

/** An attribute that codes can be sent to. */
export type DeliveryAttribute = 'email' | 'phone_number';

/** Where a code goes. */
export interface Delivery {
  readonly attribute: DeliveryAttribute;
  readonly medium: 'EMAIL' | 'SMS';
  /** The whole address or number. */
  readonly destination: string;
}

/** The user's address or number, verified or not; undefined if the user has none. */
export function deliveryTo(user: PoolUser, attribute: DeliveryAttribute): Delivery | undefined {
  const destination = user.attributes.get(attribute);
  return destination === undefined
    ? undefined
    : { attribute, medium: attribute === 'email' ? 'EMAIL' : 'SMS', destination };
}

/** `CodeDeliveryDetails` as SignUp, ForgotPassword and the like return it. */
export function deliveryDetails(delivery: Delivery): object {
  return {
    AttributeName: delivery.attribute,
    DeliveryMedium: delivery.medium,
    Destination: masked(delivery),
  };
}

/** Masks an address or number as Cognito does: `a***@e***`, `+*******0123`. */
export function masked({ medium, destination }: Delivery): string {
  if (medium === 'SMS') {
    return `+${'*'.repeat(Math.max(destination.length - 5, 0))}${destination.slice(-4)}`;
  }
  const [name = '', domain = ''] = destination.split('@');
  return `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}
