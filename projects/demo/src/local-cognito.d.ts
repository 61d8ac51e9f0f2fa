/**
 * Where the emulator is. A constant that the build puts in (`define` in angular.json, `--define` of
 * start.ts), since the ports are known only once the emulator runs.
 */
declare const LOCAL_COGNITO: {
  readonly userPoolId: string;
  readonly clientId: string;
  /** With a trailing slash, as the two below. */
  readonly poolUrl: string;
  readonly apiUrl: string;
  /** A refresh token tells nobody when it ends; the pool's settings do. */
  readonly refreshTokenValiditySeconds?: number;
};
