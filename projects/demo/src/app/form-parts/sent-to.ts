// Words the masked address or number that Cognito's CodeDeliveryDetails name.

import type { CodeDelivery } from 'ngx-cognito-session/sign-in';

/** For example `A code was sent by e-mail to a***@e***.` */
export function sentTo({ medium, destination }: CodeDelivery): string {
  const way = medium === 'SMS' ? 'SMS' : 'e-mail';
  return `A code was sent by ${way}${destination ? ` to ${destination}` : ''}.`;
}
