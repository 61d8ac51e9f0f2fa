// The libraries whose sign-in is measured, each built into the same page for production.

import { readFileSync } from 'node:fs';
import { BuiltApp, buildProject } from '../size/built-app';

/** A library, and the page with it. */
export interface Library {
  /** With its version. */
  readonly name: string;
  readonly app: BuiltApp;
}

/** The page without a library. */
const NONE = 'none';

/** Builds the page without a library, and with each of them; ours first. */
export function buildPages(): { readonly none: BuiltApp; readonly libraries: readonly Library[] } {
  buildProject('cognito-session');
  return {
    none: buildPage(NONE),
    libraries: [
      {
        name: `ngx-cognito-session ${versionOf('projects/cognito-session')}`,
        app: buildPage('ngx-cognito-session'),
      },
      {
        name: `ngx-cognito-session ${versionOf('projects/cognito-session')}, AWS SDK ${versionOf('node_modules/@aws-sdk/client-cognito-identity-provider')}`,
        app: buildPage('ngx-cognito-session-by-aws-sdk'),
      },
      ...['amazon-cognito-identity-js', 'aws-amplify'].map((name) => ({
        name: `${name} ${versionOf(`node_modules/${name}`)}`,
        app: buildPage(name),
      })),
    ],
  };
}

function buildPage(name: string): BuiltApp {
  const configuration = name === NONE ? 'production' : `production,${name}`;
  buildProject('sign-in-cost', '--stats-json', '--configuration', configuration);
  return new BuiltApp(`dist/sign-in-cost/${name}`);
}

function versionOf(folder: string): string {
  return (JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as { version: string })
    .version;
}
