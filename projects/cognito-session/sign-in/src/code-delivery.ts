// Where Cognito sent a code, in the words of this library.

import type {
  CodeDeliveryDetailsType,
  DeliveryMediumType,
} from '@aws-sdk/client-cognito-identity-provider';

/**
 * Where a code was sent. A pool that hides who exists makes one up for users who do not.
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

export function codeDelivery(details: CodeDeliveryDetailsType = {}): CodeDelivery {
  return {
    destination: details.Destination,
    medium: details.DeliveryMedium,
    attribute: details.AttributeName,
  };
}

/** Where an operation sent its code. */
export function sentCode(output: {
  readonly CodeDeliveryDetails?: CodeDeliveryDetailsType | undefined;
}): CodeDelivery {
  return codeDelivery(output.CodeDeliveryDetails);
}
