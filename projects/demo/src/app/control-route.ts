// The address of the emulator's control route, and the context for requests to it.

import { HttpContext } from '@angular/common/http';
import { SESSION_TOKEN } from 'ngx-cognito-session';

/** Where the emulator is controlled. */
export const CONTROL_URL = `${LOCAL_COGNITO.poolUrl}control/`;

/**
 * For requests that go there: they are none of the app's API, and development builds warn of those
 * without a token.
 */
export const withoutToken = (): HttpContext => new HttpContext().set(SESSION_TOKEN, 'none');
