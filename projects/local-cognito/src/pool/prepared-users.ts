// The default users of a pool. The demo and the tests sign in as them.

import type { LocalUserOptions } from './local-users';

/**
 * The users of a pool that is started without any: one for each outcome of a sign-in. The first
 * three are a user with a non-ASCII name, a member of `admins` and a disabled user. All have the
 * password `Passw0rd!`, except `keyless`.
 */
export const preparedUsers: readonly LocalUserOptions[] = [
  {
    username: 'ana',
    name: 'Ana Petrović Ђорђевић 🦊',
    sub: '0f5a1c52-6d0e-4c3b-9a3e-5d1f00000001',
  },
  {
    username: 'admin',
    name: 'Adam Admin',
    groups: ['admins'],
    sub: '0f5a1c52-6d0e-4c3b-9a3e-5d1f00000002',
  },
  {
    username: 'disabled',
    name: 'Dora Disabled',
    disabled: true,
    sub: '0f5a1c52-6d0e-4c3b-9a3e-5d1f00000003',
  },
  { username: 'newbie', name: 'Nora Newbie', status: 'FORCE_CHANGE_PASSWORD' },
  { username: 'sms', name: 'Sami Message', mfa: ['SMS_MFA'], phoneNumber: '+15555550101' },
  {
    username: 'totp',
    name: 'Tove Token',
    mfa: ['SOFTWARE_TOKEN_MFA'],
    totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  { username: 'mail', name: 'Mila Mail', mfa: ['EMAIL_OTP'] },
  {
    username: 'choosy',
    name: 'Chiara Choosy',
    mfa: ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'],
    phoneNumber: '+15555550102',
    totpSecret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  },
  { username: 'setup', name: 'Sana Set-Up', mustSetUpMfa: true },
  { username: 'unconfirmed', name: 'Una Unconfirmed', status: 'UNCONFIRMED', emailVerified: false },
  { username: 'reset', name: 'Rosa Reset', status: 'RESET_REQUIRED' },
  { username: 'riddle', name: 'Rita Riddle' },
  { username: 'keyless', name: 'Kea Keyless', password: null, phoneNumber: '+15555550103' },
];
