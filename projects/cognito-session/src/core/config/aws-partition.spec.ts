// The hosts of user pools, partition by partition; g11-every-region.spec.ts compares every region
// with the AWS SDK.

import { userPoolHost } from './aws-partition';

describe('userPoolHost', () => {
  it.each([
    ['eu-west-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['aws-global', 'amazonaws.com'],
    ['local', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['aws-cn-global', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.eu'],
    ['us-iso-east-1', 'c2s.ic.gov'],
    ['aws-iso-global', 'c2s.ic.gov'],
    ['us-isob-east-1', 'sc2s.sgov.gov'],
    ['aws-iso-b-global', 'sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'cloud.adc-e.uk'],
    ['aws-iso-e-global', 'cloud.adc-e.uk'],
    ['us-isof-south-1', 'csp.hci.ic.gov'],
    ['aws-iso-f-global', 'csp.hci.ic.gov'],
    // Only the beginning of the name decides the partition.
    ['xcn-north-1', 'amazonaws.com'],
    ['x-eusc-de-east-1', 'amazonaws.com'],
    ['x-us-iso-east-1', 'amazonaws.com'],
    ['x-us-isob-east-1', 'amazonaws.com'],
    ['x-eu-isoe-west-1', 'amazonaws.com'],
    ['x-us-isof-south-1', 'amazonaws.com'],
  ])('puts %s under %s', (region, domain) => {
    expect(userPoolHost(region)).toBe(`cognito-idp.${region}.${domain}/`);
  });
});
