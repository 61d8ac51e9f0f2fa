// Tests new accounts: the calls to Cognito, the results, and the first session.

import { TestBed } from '@angular/core/testing';
import { switchMap } from 'rxjs';
import { describeCommands, openAccountDesk } from '../../test/support/account-desk';
import { answerTokens } from '../../test/support/sign-in-desk';
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
  const desk = await openAccountDesk(SignUpService, { signedIn: false });
  const signIn = TestBed.inject(SignInService);
  desk.answer('SignUp', { UserConfirmed: false, UserSub: 'sub-1', Session: 'session-1' });
  desk.answer('ConfirmSignUp', { Session: 'session-2' });
  desk.app.pool.next('InitiateAuth', answerTokens(desk.tokens));
  const username = 'maría';
  const { values } = await desk.finish(
    desk.service.signUp({ username, password: PASSWORD }).pipe(
      switchMap(({ session }) => desk.service.confirmSignUp({ username, code: '123987', session })),
      switchMap(({ session }) =>
        signIn.signIn({ username, flow: 'USER_AUTH', continueFrom: session }),
      ),
    ),
  );
  expect(values).toMatchObject([{ status: 'signed-in' }]);
  expect(desk.app.session.isAuthenticated()).toBe(true);
  expect(desk.inputsOf('ConfirmSignUp')).toMatchObject([{ Session: 'session-1' }]);
  expect(desk.inputsOf('InitiateAuth')).toEqual([
    {
      ClientId: desk.app.pool.clientId,
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
  const desk = await openAccountDesk(SignUpService, { signedIn: false });
  desk.refuse('SignUp', name);
  const { errors } = await desk.finish(
    desk.service.signUp({ username: 'maría', password: PASSWORD }),
  );
  expect(errors).toMatchObject([{ code, cause: { name } }]);
});

it.each([
  ['CodeMismatchException', 'WRONG_CODE'],
  ['ExpiredCodeException', 'CODE_EXPIRED'],
  ['AliasExistsException', 'ALIAS_EXISTS'],
])('turns %s of confirmSignUp into %s', async (name, code) => {
  const desk = await openAccountDesk(SignUpService, { signedIn: false });
  desk.refuse('ConfirmSignUp', name);
  const { errors } = await desk.finish(
    desk.service.confirmSignUp({ username: 'maría', code: '123987' }),
  );
  expect(errors).toMatchObject([{ code, cause: { name } }]);
});
