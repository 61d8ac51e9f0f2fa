// Proves which options the command line accepts, and that it refuses unknown arguments.

import { readCommandLine } from './command-line';

describe('command line', () => {
  it('sets no value that has a default in the emulator', () => {
    expect(readCommandLine([])).toEqual({
      help: false,
      options: { rotation: true, apiCors: false, preventUserExistenceErrors: true },
    });
  });

  it('sets every option', () => {
    const { options } = readCommandLine([
      ...['--pool-port', '9229', '--api-port', '9230', '--user-pool-id', 'eu-west-1_X'],
      ...['--client-id', 'x', '--id-token-validity-seconds', '5', '--no-rotation', '--api-cors'],
      ...['--access-token-validity-seconds', '6', '--refresh-token-validity-seconds', '7'],
      ...['--retry-grace-period-seconds', '8', '--api-scope', 'a', '--api-scope', 'b'],
      ...['--reveal-unknown-users', '--issuer', 'updated'],
    ]) as { options: object };
    expect(options).toEqual({
      poolPort: 9229,
      apiPort: 9230,
      userPoolId: 'eu-west-1_X',
      clientId: 'x',
      idTokenValiditySeconds: 5,
      accessTokenValiditySeconds: 6,
      refreshTokenValiditySeconds: 7,
      rotation: false,
      retryGracePeriodSeconds: 8,
      apiCors: true,
      apiScopes: ['a', 'b'],
      issuer: 'updated',
      preventUserExistenceErrors: false,
    });
  });

  it('recognises --help', () => {
    expect(readCommandLine(['--help'])).toEqual({ help: true });
  });

  it('refuses an unknown argument', () => {
    expect(() => readCommandLine(['--nonsense'])).toThrow('--nonsense');
  });
});
