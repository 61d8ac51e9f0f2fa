// The settings that the test's server gives the app before it starts.

import type { ApiRule, CognitoSessionConfig } from 'ngx-cognito-session';

/** Content of `/settings.json`. */
export interface AppSettings {
  readonly endpoint: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly store: 'local' | 'session' | 'memory';
  readonly onSessionEnd: 'navigate' | 'stay';
  /** APIs beside that at `apiUrl`. */
  readonly furtherApis?: readonly (string | ApiRule)[];
  /** A second pool, for the session of the route `/b`. */
  readonly second?: AppSettings;
  /** How HttpClient sends; without it by XMLHttpRequest, its default. */
  readonly httpBackend?: 'fetch';
}

/** Gets the settings. */
export async function fetchSettings(): Promise<AppSettings> {
  // Not by a path alone: a test may give the page a `<base>` of another origin.
  const answer = await fetch(`${location.origin}/settings.json`);
  return (await answer.json()) as AppSettings;
}

/** The session's part of the settings. */
export function sessionConfig(settings: AppSettings): CognitoSessionConfig {
  const { endpoint, apiUrl, userPoolId, clientId, onSessionEnd, furtherApis = [] } = settings;
  return { endpoint, userPoolId, clientId, onSessionEnd, apis: [apiUrl, ...furtherApis] };
}
