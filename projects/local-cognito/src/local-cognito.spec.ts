// Proves that the emulator starts and stops cleanly, listens on loopback only, and refuses bad
// options.

import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startLocalCognito, type LocalCognitoOptions } from './local-cognito';
import { RawClient } from '../test/support/raw-client';

describe('startLocalCognito', () => {
  it('serves pool and API on free ports of localhost until it is stopped', async () => {
    const local = await startLocalCognito();
    expect(local.poolUrl).toMatch(/^http:\/\/localhost:\d+\/$/);
    expect(local.apiUrl).not.toBe(local.poolUrl);
    expect((await fetch(`${local.apiUrl}public`)).status).toBe(200);
    await local.stop();
    await expect(fetch(`${local.apiUrl}public`)).rejects.toThrow('fetch failed');
  });

  it('runs twice at the same time, on different ports', async () => {
    const both = await Promise.all([startLocalCognito(), startLocalCognito()]);
    expect(new Set(both.flatMap(({ poolUrl, apiUrl }) => [poolUrl, apiUrl])).size).toBe(4);
    await Promise.all(both.map((local) => local.stop()));
  });

  it('cannot be reached by another address of the machine', async () => {
    const local = await startLocalCognito();
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    for (const address of outside) {
      await expect(
        fetch(local.poolUrl.replace('localhost', address), { method: 'OPTIONS' }),
      ).rejects.toThrow('fetch failed');
    }
    await local.stop();
  });

  it('closes idle connections when it stops', async () => {
    const local = await startLocalCognito();
    const socket = connect(Number(new URL(local.poolUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await local.stop();
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('can be stopped twice', async () => {
    const local = await startLocalCognito();
    await local.stop();
    await expect(local.stop()).resolves.toBeUndefined();
  });

  it('uses the given ports, ids and users', async () => {
    const probe = await startLocalCognito();
    const poolPort = Number(new URL(probe.poolUrl).port);
    await probe.stop();
    const local = await startLocalCognito({
      poolPort,
      userPoolId: 'us-east-1_Other0000',
      clientId: 'abcdefghijklmnopqrstuvwxyz',
      users: [{ username: 'zoë', password: 'pässword', groups: ['staff'] }],
    });
    expect(local.poolUrl).toBe(`http://localhost:${poolPort}/`);
    expect(local.users).toMatchObject([{ username: 'zoë', name: 'zoë', disabled: false }]);
    const answer = await new RawClient(local).passwordAuth('zoë', 'pässword');
    await local.stop();
    expect(answer.status).toBe(200);
  });

  it('rejects if a port is in use, and closes the other port', async () => {
    const first = await startLocalCognito();
    const taken = Number(new URL(first.apiUrl).port);
    await expect(startLocalCognito({ apiPort: taken })).rejects.toThrow('EADDRINUSE');
    await first.stop();
  });

  it.each<[string, LocalCognitoOptions]>([
    ['poolPort', { poolPort: 65536 }],
    ['apiPort', { apiPort: 1.5 }],
    ['userPoolId', { userPoolId: 'local_AbCdEfGhI' }],
    ['clientId', { clientId: 'UPPERCASE00000000000000000' }],
    ['idTokenValiditySeconds', { idTokenValiditySeconds: 0 }],
    ['accessTokenValiditySeconds', { accessTokenValiditySeconds: Number.NaN }],
    ['refreshTokenValiditySeconds', { refreshTokenValiditySeconds: 0 }],
    ['issuer', { issuer: 'https://' }],
    ['retryGracePeriodSeconds', { retryGracePeriodSeconds: 61 }],
  ])('refuses a wrong %s, and the message names it', async (field, options) => {
    await expect(startLocalCognito(options)).rejects.toThrow(field);
  });
});
