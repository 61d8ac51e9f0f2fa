// The pool's `iss`: where it is served here, or one of the two forms that AWS uses.

/**
 * `local` (the default) is the URL under which the pool is served here, `original` and `updated`
 * are AWS's two forms, and everything else is taken as it is: an absolute URL.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html
 */
export type IssuerOption = 'local' | 'original' | 'updated' | `${'http' | 'https'}://${string}`;

/** DNS suffixes of the partitions other than `aws`, by the beginning of the region's name. */
const suffixes: readonly (readonly [region: string, suffix: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
];

/** The settings that decide about the issuer. */
interface IssuerSettings {
  readonly value: { readonly issuer: IssuerOption; readonly userPoolId: string };
}

/** The issuer that is in force now; it can be switched while the emulator runs. */
export class Issuer {
  /** `local` is the pool's URL here, for example `http://localhost:1234/eu-west-1_LocalPool`. */
  constructor(
    private readonly local: string,
    private readonly settings: IssuerSettings,
  ) {}

  get current(): string {
    const { issuer, userPoolId } = this.settings.value;
    return issuer === 'local' ? this.local : issuerUrl(issuer, userPoolId);
  }
}

/** That other partitions have the updated form, and with this host, is not confirmed. */
function issuerUrl(issuer: Exclude<IssuerOption, 'local'>, userPoolId: string): string {
  const [region = ''] = userPoolId.split('_');
  const suffix = suffixes.find(([start]) => region.startsWith(start))?.[1] ?? 'amazonaws.com';
  switch (issuer) {
    case 'original':
      return `https://cognito-idp.${region}.${suffix}/${userPoolId}`;
    case 'updated':
      return `https://issuer-cognito-idp.${region}.${suffix}/${userPoolId}`;
    default:
      return issuer;
  }
}
