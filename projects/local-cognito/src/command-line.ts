// Turns the arguments of the command `local-cognito` into options, and holds its help text.

import { parseArgs } from 'node:util';
import type { IssuerOption } from './pool/issuer';
import type { LocalCognitoOptions } from './pool/options';

/** The help text. */
export const usage = `Starts a local Cognito user pool and a protected API.

  --pool-port <n>                       default 0: a free port
  --api-port <n>                        default 0: a free port
  --user-pool-id <id>                   default eu-west-1_LocalPool
  --client-id <id>                      26 lowercase letters and digits
  --id-token-validity-seconds <n>       default 3600
  --access-token-validity-seconds <n>   default 3600
  --refresh-token-validity-seconds <n>  default 2592000 (30 days)
  --no-rotation                         refresh tokens stay the same
  --retry-grace-period-seconds <n>      0 to 60, default 0
  --issuer <local|original|updated|url>  claim iss; default local, the pool's URL and id
  --api-cors                            the API's 401s carry CORS headers
  --api-scope <scope>                   the API wants an access token with this scope; may be repeated
  --reveal-unknown-users                UserNotFoundException instead of "Incorrect username or password."
  --help                                this text
`;

/** The parsed command line: help, or the options to start with. */
export type CommandLine =
  { readonly help: true } | ({ readonly help: false } & { readonly options: LocalCognitoOptions });

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** Reads the arguments after the script's name; throws for an unknown one. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'pool-port': text,
      'api-port': text,
      'user-pool-id': text,
      'client-id': text,
      'id-token-validity-seconds': text,
      'access-token-validity-seconds': text,
      'refresh-token-validity-seconds': text,
      'no-rotation': flag,
      'retry-grace-period-seconds': text,
      issuer: text,
      'api-cors': flag,
      'api-scope': { type: 'string', multiple: true },
      'reveal-unknown-users': flag,
      help: flag,
    },
  });
  if (values.help === true) {
    return { help: true };
  }
  const options: LocalCognitoOptions = {
    ...field('poolPort', number(values['pool-port'])),
    ...field('apiPort', number(values['api-port'])),
    ...field('userPoolId', values['user-pool-id']),
    ...field('clientId', values['client-id']),
    ...field('idTokenValiditySeconds', number(values['id-token-validity-seconds'])),
    ...field('accessTokenValiditySeconds', number(values['access-token-validity-seconds'])),
    ...field('refreshTokenValiditySeconds', number(values['refresh-token-validity-seconds'])),
    ...field('retryGracePeriodSeconds', number(values['retry-grace-period-seconds'])),
    ...field('issuer', values.issuer as IssuerOption | undefined),
    ...field('apiScopes', values['api-scope']),
    rotation: values['no-rotation'] !== true,
    apiCors: values['api-cors'] === true,
    preventUserExistenceErrors: values['reveal-unknown-users'] !== true,
  };
  return { help: false, options };
}

/**
 * NaN for a text that is no number; the check of the options then refuses it by the field's name.
 */
function number(value: string | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : Number(value);
}

function field<K extends string, V>(name: K, value: V | undefined): { readonly [N in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in K]: V });
}
