// Tests new accounts: the calls to Cognito, the results, and the first session.

import { TestBed } from '@angular/core/testing';
import { switchMap } from 'rxjs';
import { describeCommands, openAccountHarness } from '../../test/support/account-harness';
import { answerTokens } from '../../test/support/sign-in-harness';
import { SignInService } from './sign-in-service';
import { SignUpService } from './sign-up-service';

const PASSWORD = 'Canary-Pa55word!';
const SESSION = 'session-that-nobody-may-see';
const CodeDeliveryDetails = {
  Destination: 'm***@e***',
  DeliveryMedium: 'EMAIL',
  AttributeName: 'email',
};
const delivery = { destination: 'm***@e***', medium: 'EMAIL', attribute: 'email' };

describeCommands(SignUpService, [
  {
    name: 'signUp',
    run: (service) =>
      service.signUp({
        username: 'maría',
        password: PASSWORD,
        attributes: { email: 'maria@example.com', 'custom:team': 'a' },
        validationData: { invitation: 'canary-invitation' },
        clientMetadata: { page: 'join' },
      }),
    operation: 'SignUp',
    input: {
      Username: 'maría',
      Password: PASSWORD,
      UserAttributes: [
        { Name: 'email', Value: 'maria@example.com' },
        { Name: 'custom:team', Value: 'a' },
      ],
      ValidationData: [{ Name: 'invitation', Value: 'canary-invitation' }],
      ClientMetadata: { page: 'join' },
    },
    asUser: false,
    answer: { UserConfirmed: false, UserSub: 'sub-1', CodeDeliveryDetails, Session: SESSION },
    result: { confirmed: false, userSub: 'sub-1', delivery, session: SESSION },
    secrets: [PASSWORD],
  },
  {
    name: 'signUp without a password, confirmed by a trigger',
    run: (service) => service.signUp({ username: 'maría' }),
    operation: 'SignUp',
    input: { Username: 'maría', UserAttributes: [], ValidationData: [] },
    asUser: false,
    answer: { UserConfirmed: true, UserSub: 'sub-1' },
    result: { confirmed: true, userSub: 'sub-1', delivery: undefined, session: undefined },
  },
  {
    name: 'confirmSignUp',
    run: (service) =>
      service.confirmSignUp({
        username: 'maría',
        code: '12 39\t87\n',
        session: SESSION,
        forceAliasCreation: true,
        clientMetadata: { page: 'join' },
      }),
    operation: 'ConfirmSignUp',
    input: {
      Username: 'maría',
      ConfirmationCode: '123987',
      Session: SESSION,
      ForceAliasCreation: true,
      ClientMetadata: { page: 'join' },
    },
    asUser: false,
    answer: { Session: 'session-2' },
    result: { session: 'session-2' },
    secrets: ['123987', SESSION],
  },
  {
    name: 'confirmSignUp with name and code alone',
    run: (service) =>
      service.confirmSignUp({ username: 'maría', code: '123987', session: undefined }),
    operation: 'ConfirmSignUp',
    input: { Username: 'maría', ConfirmationCode: '123987' },
    asUser: false,
    result: { session: undefined },
  },
  {
    name: 'resendCode',
    run: (service) => service.resendCode({ username: 'maría', clientMetadata: { page: 'join' } }),
    operation: 'ResendConfirmationCode',
    input: { Username: 'maría', ClientMetadata: { page: 'join' } },
    asUser: false,
    answer: { CodeDeliveryDetails },
    result: delivery,
  },
]);

it('signs in after the confirmation, in one chain and without a further question', async () => {
  const harness = await openAccountHarness(SignUpService, { signedIn: false });
  const signIn = TestBed.inject(SignInService);
  harness.answer('SignUp', { UserConfirmed: false, UserSub: 'sub-1', Session: 'session-1' });
  harness.answer('ConfirmSignUp', { Session: 'session-2' });
  harness.app.pool.next('InitiateAuth', answerTokens(harness.tokens));
  const username = 'maría';
  const { values } = await harness.finish(
    harness.service.signUp({ username, password: PASSWORD }).pipe(
      switchMap(({ session }) =>
        harness.service.confirmSignUp({ username, code: '123987', session }),
      ),
      switchMap(({ session }) =>
        signIn.signIn({ username, flow: 'USER_AUTH', continueFrom: session }),
      ),
    ),
  );
  expect(values).toMatchObject([{ status: 'signed-in' }]);
  expect(harness.app.session.isAuthenticated()).toBe(true);
  expect(harness.inputsOf('ConfirmSignUp')).toMatchObject([{ Session: 'session-1' }]);
  expect(harness.inputsOf('InitiateAuth')).toEqual([
    {
      ClientId: harness.app.pool.clientId,
      AuthFlow: 'USER_AUTH',
      AuthParameters: { USERNAME: username },
      Session: 'session-2',
    },
  ]);
});

it.each([
  ['UsernameExistsException', 'USER_EXISTS'],
  ['InvalidPasswordException', 'WEAK_PASSWORD'],
  ['CodeDeliveryFailureException', 'CODE_NOT_SENT'],
])('turns %s of signUp into %s', async (name, code) => {
  const harness = await openAccountHarness(SignUpService, { signedIn: false });
  harness.refuse('SignUp', name);
  const { errors } = await harness.finish(
    harness.service.signUp({ username: 'maría', password: PASSWORD }),
  );
  expect(errors).toMatchObject([{ code, cause: { name } }]);
});

it.each([
  ['CodeMismatchException', 'WRONG_CODE'],
  ['ExpiredCodeException', 'CODE_EXPIRED'],
  ['AliasExistsException', 'ALIAS_EXISTS'],
])('turns %s of confirmSignUp into %s', async (name, code) => {
  const harness = await openAccountHarness(SignUpService, { signedIn: false });
  harness.refuse('ConfirmSignUp', name);
  const { errors } = await harness.finish(
    harness.service.confirmSignUp({ username: 'maría', code: '123987' }),
  );
  expect(errors).toMatchObject([{ code, cause: { name } }]);
});
