// The pool's `iss`: its URL on this machine, or one of the two forms that AWS uses.

/**
 * `local` (the default) is the pool's URL on this machine; `original` and `updated` are AWS's two
 * forms. Any other value must be an absolute URL and is used as it is.
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

/** The settings from which the issuer is made. */
interface IssuerSettings {
  readonly value: { readonly issuer: IssuerOption; readonly userPoolId: string };
}

/** The current issuer; it can change while the emulator runs. */
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

/** Not confirmed: whether other partitions have the updated form, and with this host. */
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
