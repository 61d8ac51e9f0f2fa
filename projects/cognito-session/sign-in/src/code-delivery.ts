// Where Cognito has sent a code, under the names of this library.

import type {
  CodeDeliveryDetailsType,
  DeliveryMediumType,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * Where Cognito has sent a code. A pool that hides whether a user exists invents it for unknown
 * users.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html
 */
export interface CodeDelivery {
  /** Masked by Cognito, such as `a***@e***` or `+*******1234`. */
  readonly destination: string | undefined;
  /** `'EMAIL'` or `'SMS'`. */
  readonly medium: DeliveryMediumType | undefined;
  /** The attribute that holds the address: `email` or `phone_number`. */
  readonly attribute: string | undefined;
}

/** Cognito's delivery details under the names of this library. */
export function codeDelivery(details: CodeDeliveryDetailsType = {}): CodeDelivery {
  return {
    destination: details.Destination,
    medium: details.DeliveryMedium,
    attribute: details.AttributeName,
  };
}

/** Where an operation has sent its code. */
export function sentCode(output: {
  readonly CodeDeliveryDetails?: CodeDeliveryDetailsType | undefined;
}): CodeDelivery {
  return codeDelivery(output.CodeDeliveryDetails);
}
