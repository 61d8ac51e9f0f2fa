// Tests forgotten and changed passwords: the calls to Cognito, and the results.

import { describeCommands, openAccountHarness } from '../../test/support/account-harness';
import { PasswordService } from './password-service';

const PASSWORD = 'Canary-Pa55word!';
const NEW_PASSWORD = 'Canary-N3w-Pa55word!';

describeCommands(PasswordService, [
  {
    name: 'forgotPassword',
    run: (service) =>
      service.forgotPassword({ username: 'maría', clientMetadata: { page: 'reset' } }),
    operation: 'ForgotPassword',
    input: { Username: 'maría', ClientMetadata: { page: 'reset' } },
    asUser: false,
    answer: {
      CodeDeliveryDetails: {
        Destination: 'm***@e***',
        DeliveryMedium: 'EMAIL',
        AttributeName: 'email',
      },
    },
    result: { destination: 'm***@e***', medium: 'EMAIL', attribute: 'email' },
  },
  {
    name: 'forgotPassword with a name alone, of which Cognito says nothing',
    run: (service) => service.forgotPassword({ username: 'maría' }),
    operation: 'ForgotPassword',
    input: { Username: 'maría' },
    asUser: false,
    result: { destination: undefined, medium: undefined, attribute: undefined },
  },
  {
    name: 'confirmForgotPassword',
    run: (service) =>
      service.confirmForgotPassword({
        username: 'maría',
        code: ' 123 987 ',
        newPassword: NEW_PASSWORD,
        clientMetadata: { page: 'reset' },
      }),
    operation: 'ConfirmForgotPassword',
    input: {
      Username: 'maría',
      ConfirmationCode: '123987',
      Password: NEW_PASSWORD,
      ClientMetadata: { page: 'reset' },
    },
    asUser: false,
    secrets: [NEW_PASSWORD, '123987'],
  },
  {
    name: 'changePassword',
    run: (service) => service.changePassword({ oldPassword: PASSWORD, newPassword: NEW_PASSWORD }),
    operation: 'ChangePassword',
    input: { PreviousPassword: PASSWORD, ProposedPassword: NEW_PASSWORD },
    asUser: true,
    secrets: [PASSWORD, NEW_PASSWORD],
  },
  {
    name: 'changePassword of a user who had none',
    run: (service) => service.changePassword({ newPassword: NEW_PASSWORD }),
    operation: 'ChangePassword',
    input: { ProposedPassword: NEW_PASSWORD },
    asUser: true,
    secrets: [NEW_PASSWORD],
  },
]);

it('leaves white space in passwords as it was typed', async () => {
  const harness = await openAccountHarness(PasswordService);
  harness.answer('ChangePassword', {});
  await harness.finish(
    harness.service.changePassword({ oldPassword: ' a b ', newPassword: ' c d ' }),
  );
  expect(harness.inputsOf('ChangePassword')).toMatchObject([
    { PreviousPassword: ' a b ', ProposedPassword: ' c d ' },
  ]);
});

it('distinguishes a wrong old password from a session that is over, in one call', async () => {
  const harness = await openAccountHarness(PasswordService);
  harness.refuse('ChangePassword', 'NotAuthorizedException', 'Incorrect username or password.');
  const { errors } = await harness.finish(
    harness.service.changePassword({ oldPassword: PASSWORD, newPassword: NEW_PASSWORD }),
  );
  expect(errors).toMatchObject([{ code: 'WRONG_CREDENTIALS' }]);
  expect(harness.app.pool.calls).toHaveLength(1);
  expect(harness.app.session.isAuthenticated()).toBe(true);
});

it('passes on the text of the password policy', async () => {
  const harness = await openAccountHarness(PasswordService);
  harness.refuse('ConfirmForgotPassword', 'InvalidPasswordException', 'Password must have symbols');
  const { errors } = await harness.finish(
    harness.service.confirmForgotPassword({ username: 'maría', code: '1', newPassword: 'weak' }),
  );
  expect(errors).toMatchObject([{ code: 'WEAK_PASSWORD', reason: 'Password must have symbols' }]);
});

it.each([
  ['CodeMismatchException', 'WRONG_CODE'],
  ['ExpiredCodeException', 'CODE_EXPIRED'],
])('turns %s into %s', async (name, code) => {
  const harness = await openAccountHarness(PasswordService);
  harness.refuse('ConfirmForgotPassword', name);
  const { errors } = await harness.finish(
    harness.service.confirmForgotPassword({ username: 'maría', code: '1', newPassword: 'x' }),
  );
  expect(errors).toMatchObject([{ code }]);
});
