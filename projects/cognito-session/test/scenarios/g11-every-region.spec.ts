// G11: the API of a pool is where the AWS SDK's own rules put it, in every region they know, and in
// regions yet to come.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { checkConfig } from '../../src/core/config/session-config';
import { configWith } from '../support/good-config';

interface Partition {
  readonly id: string;
  readonly regionRegex: string;
  readonly regions: Readonly<Record<string, unknown>>;
}

/** The partitions of the installed SDK; it exports no list of them, so its file is read. */
function partitionsOfSdk(): readonly Partition[] {
  const paths = [dirname(require.resolve('@aws-sdk/client-cognito-identity-provider'))];
  const client = require.resolve('@aws-sdk/core/client', { paths });
  const root = client.slice(0, client.lastIndexOf('/core/') + '/core/'.length);
  const file = join(root, 'dist-es/submodules/client/util-endpoints/lib/aws/partitions.js');
  const text = readFileSync(file, 'utf8');
  const json = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1);
  return (JSON.parse(json) as { partitions: readonly Partition[] }).partitions;
}

/**
 * Names that a partition's own pattern takes and that its list does not hold, one for each prefix.
 */
function regionsToCome({ regionRegex }: Partition): string[] {
  const pattern = regionRegex.replace(/[\^$]/g, '').replace(/\\-/g, '-');
  const [, alternatives] = /^\(([^)]*)\)/.exec(pattern) ?? [];
  return (alternatives?.split('|') ?? ['']).map((prefix) =>
    pattern
      .replace(/^\([^)]*\)/, prefix)
      .replace(/\(([^)|]*)\)/g, '$1')
      .replace('\\w+', 'nowhere')
      .replace('\\d+', '12'),
  );
}

const PARTITIONS = partitionsOfSdk();
const REGIONS = PARTITIONS.flatMap((partition) =>
  [...Object.keys(partition.regions), ...regionsToCome(partition)].map(
    (region): [region: string, partition: string] => [region, partition.id],
  ),
);

describe('G11', () => {
  it('G11: the list of the SDK was found, and each partition takes the regions made up for it', () => {
    expect(PARTITIONS.length).toBeGreaterThanOrEqual(8);
    expect(REGIONS.length).toBeGreaterThan(60);
    for (const partition of PARTITIONS) {
      for (const region of regionsToCome(partition)) {
        expect(region).toMatch(new RegExp(partition.regionRegex));
      }
    }
  });

  it.each(REGIONS)('G11: %s (%s)', (region) => {
    const { config } = new CognitoIdentityProviderClient({ region });
    const { url } = config.endpointProvider({ Region: region });
    const checked = checkConfig(configWith({ userPoolId: `${region}_AbCdEfGhI` }));
    expect(checked).toMatchObject({ region, endpoint: url.href });
    expect(checked.issuers).toEqual(
      expect.arrayContaining([
        `${url.href}${region}_AbCdEfGhI`,
        `https://issuer-${url.host}/${region}_AbCdEfGhI`,
      ]),
    );
  });
});
