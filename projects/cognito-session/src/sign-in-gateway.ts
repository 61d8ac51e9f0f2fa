// How the sign-in entry calls Cognito. The token lives here, so that withGateway can set it without loading that entry.

import { InjectionToken } from '@angular/core';
import { LazyAwsSdkGateway } from './core/lazy-aws-sdk-gateway';
import type { GatewayFactory } from './create-session-manager';

/** Makes the sign-in entry's gateway: the AWS SDK in a chunk of its own, unless `withGateway` says otherwise. */
export const SIGN_IN_GATEWAY = new InjectionToken<GatewayFactory>('SIGN_IN_GATEWAY', {
  factory:
    () =>
    ({ region, endpoint }) => {
      const gateway = new LazyAwsSdkGateway(region, endpoint);
      // With the page, not with the first click. A failed download is tried again by the call that needs it.
      gateway.load().catch(() => undefined);
      return gateway;
    },
});
