// The hosts of user pools in every AWS partition. A partition is a group of regions under one
// domain of its own.

/**
 * Domains of all partitions except AWS's main one, by the word in the names of their regions.
 *
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 */
const DOMAINS: Readonly<Record<string, string>> = {
  cn: 'amazonaws.com.cn',
  eusc: 'amazonaws.eu',
  iso: 'c2s.ic.gov',
  isob: 'sc2s.sgov.gov',
  isoe: 'cloud.adc-e.uk',
  isof: 'csp.hci.ic.gov',
};

/**
 * Host and path separator of a region's user pools, such as `cognito-idp.eu-west-1.amazonaws.com/`:
 * the address of the user-pool API, and of a pool's issuer when the pool's id follows.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/cognito_identity.html
 */
export function userPoolHost(region: string): string {
  // The SDK also resolves pseudo regions, which write two of the words with a hyphen:
  // aws-iso-b-global.
  const [, word = ''] = /^(?:aws-|eu-|us-)?(cn|eusc|iso-?[bef]?)-/.exec(region) ?? [];
  return `cognito-idp.${region}.${DOMAINS[word.replace('-', '')] ?? 'amazonaws.com'}/`;
}
