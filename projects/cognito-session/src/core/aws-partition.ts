// The hosts of user pools in every AWS partition. A partition is a group of regions under one domain of its own.

/**
 * Domains of the partitions other than AWS's main one, by how their regions are named. The SDK's
 * pseudo regions (`aws-cn-global` …) are among them, because it resolves them, too.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/^(aws-)?cn-/, 'amazonaws.com.cn'],
  [/^eusc-/, 'amazonaws.eu'],
  [/^(us-isob|aws-iso-b)-/, 'sc2s.sgov.gov'],
  [/^(eu-isoe|aws-iso-e)-/, 'cloud.adc-e.uk'],
  [/^(us-isof|aws-iso-f)-/, 'csp.hci.ic.gov'],
  [/^(us|aws)-iso-/, 'c2s.ic.gov'],
];

/**
 * Host and path separator of a region's user pools, such as `cognito-idp.eu-west-1.amazonaws.com/`:
 * the address of the user-pool API, and of a pool's issuer when the pool's id follows.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html
 */
export function userPoolHost(region: string): string {
  const suffix = SUFFIXES.find(([names]) => names.test(region))?.[1] ?? 'amazonaws.com';
  return `cognito-idp.${region}.${suffix}/`;
}
