// Proves the flow CUSTOM_AUTH with the default triggers and with triggers of a test's own.

import { startLocalCognito, type LocalCognito, type Triggers } from '../src/local-cognito';
import { SignInClient, type Step } from './support/sign-in-client';

const incorrect = 'Incorrect username or password.';

describe('CUSTOM_AUTH with the default triggers', () => {
  let local: LocalCognito;
  let client: SignInClient;

  beforeAll(async () => {
    local = await startLocalCognito();
    client = new SignInClient(local);
  });
  beforeEach(() => local.reset());
  afterAll(() => local.stop());

  function start(USERNAME = 'riddle', more = {}): Promise<Step> {
    return client.initiate('CUSTOM_AUTH', { USERNAME, ...more });
  }

  function answer(asked: Step, ANSWER: string, USERNAME = 'riddle'): Promise<Step> {
    return client.respond(asked, { USERNAME, ANSWER });
  }

  it('asks a question, and signs in with the right answer', async () => {
    const asked = await start();
    expect(asked).toMatchObject({
      challenge: 'CUSTOM_CHALLENGE',
      parameters: { USERNAME: 'riddle', question: '2 + 3 ?' },
    });
    expect(Object.values(asked.parameters)).not.toContain('5');
    expect((await answer(asked, '5')).tokens).toBeDefined();
  });

  it('asks again in a new session after a wrong answer, three times in all', async () => {
    const first = await start();
    const second = await answer(first, '4');
    const third = await answer(second, '6');
    expect(third.challenge).toBe('CUSTOM_CHALLENGE');
    expect(third.session).not.toBe(second.session);
    expect((await answer(third, '7')).message).toBe(incorrect);
    expect((await answer(third, '5')).message).toBe('Invalid session for the user.');
  });

  it('asks for the password first if the client requests it', async () => {
    const srp = client.srpClient();
    const asked = await start('riddle', { CHALLENGE_NAME: 'SRP_A', SRP_A: srp.publicValue });
    expect(asked.challenge).toBe('PASSWORD_VERIFIER');
    const riddle = await client.verify(srp, asked, 'Passw0rd!');
    expect(riddle.challenge).toBe('CUSTOM_CHALLENGE');
    expect((await answer(riddle, '5')).tokens).toBeDefined();
  });

  it('asks no question after a wrong password', async () => {
    const srp = client.srpClient();
    const asked = await start('riddle', { CHALLENGE_NAME: 'SRP_A', SRP_A: srp.publicValue });
    expect((await client.verify(srp, asked, 'wrong')).message).toBe(incorrect);
  });

  it('asks an unknown user too, and issues no tokens', async () => {
    const asked = await start('nobody');
    expect(asked.parameters['question']).toBe('2 + 3 ?');
    expect((await answer(asked, '5', 'nobody')).message).toBe(incorrect);
  });

  it('requires an answer', async () => {
    const asked = await start();
    expect((await client.respond(asked, { USERNAME: 'riddle' })).message).toBe(
      'Missing required parameter ANSWER',
    );
  });
});

describe('CUSTOM_AUTH with triggers of the pool', () => {
  async function inPool(
    triggers: Triggers,
    test: (client: SignInClient) => Promise<void>,
  ): Promise<void> {
    const local = await startLocalCognito({ triggers });
    try {
      await test(new SignInClient(local));
    } finally {
      await local.stop();
    }
  }

  it('they get the session, and the metadata of an answer', async () => {
    const seen: unknown[] = [];
    const triggers: Triggers = {
      defineAuthChallenge({ userName, request, response }) {
        seen.push([userName, request.session, request.clientMetadata]);
        response.issueTokens = request.session.length === 2;
        response.challengeName = 'CUSTOM_CHALLENGE';
      },
      async createAuthChallenge({ response }) {
        response.publicChallengeParameters = { hint: 'h' };
        response.privateChallengeParameters = { secret: 's' };
        response.challengeMetadata = 'M';
      },
      verifyAuthChallenge({ request, response }) {
        seen.push([request.challengeAnswer, request.privateChallengeParameters]);
        seen.push(request.clientMetadata);
        response.answerCorrect = request.challengeAnswer === 's';
      },
    };
    await inPool(triggers, async (client) => {
      const first = await client.initiate(
        'CUSTOM_AUTH',
        { USERNAME: 'ana' },
        { ClientMetadata: { at: 'start' } },
      );
      expect(first.parameters).toEqual({ USERNAME: 'ana', hint: 'h' });
      const ClientMetadata = { at: 'answer' };
      const responses = { USERNAME: 'ana', ANSWER: 'x' };
      const second = await client.respond(first, responses, { ClientMetadata });
      expect((await client.respond(second, { USERNAME: 'ana', ANSWER: 's' })).tokens).toBeDefined();
    });
    const wrong = {
      challengeName: 'CUSTOM_CHALLENGE',
      challengeResult: false,
      challengeMetadata: 'M',
    };
    expect(seen).toEqual([
      ['ana', [], {}],
      ['x', { secret: 's' }],
      { at: 'answer' },
      ['ana', [wrong], { at: 'answer' }],
      ['s', { secret: 's' }],
      {},
      ['ana', [wrong, { ...wrong, challengeResult: true }], {}],
    ]);
  });

  it('they get userNotFound for an unknown user', async () => {
    const unknown: boolean[] = [];
    const triggers: Triggers = {
      defineAuthChallenge({ request, response }) {
        unknown.push(request.userNotFound);
        response.failAuthentication = true;
      },
    };
    await inPool(triggers, async (client) => {
      await client.initiate('CUSTOM_AUTH', { USERNAME: 'ana' });
      await client.initiate('CUSTOM_AUTH', { USERNAME: 'nobody' });
    });
    expect(unknown).toEqual([false, true]);
  });

  it('a trigger that throws refuses with its message', async () => {
    const triggers: Triggers = {
      preAuthentication() {
        throw new Error('Not on Sundays');
      },
    };
    await inPool(triggers, async (client) => {
      expect(await client.password('ana')).toMatchObject({
        error: 'UserLambdaValidationException',
        message: 'PreAuthentication failed with error Not on Sundays.',
      });
    });
  });

  it('a trigger that decides nothing causes InvalidLambdaResponseException', async () => {
    await inPool({ defineAuthChallenge: () => undefined }, async (client) => {
      const answer = await client.initiate('CUSTOM_AUTH', { USERNAME: 'ana' });
      expect(answer.error).toBe('InvalidLambdaResponseException');
    });
  });

  it('a trigger cannot issue tokens to an unknown user', async () => {
    const triggers: Triggers = {
      defineAuthChallenge({ response }) {
        response.issueTokens = true;
      },
    };
    await inPool(triggers, async (client) => {
      const known = await client.initiate('CUSTOM_AUTH', { USERNAME: 'ana' });
      const unknown = await client.initiate('CUSTOM_AUTH', { USERNAME: 'nobody' });
      expect([known.tokens === undefined, unknown.message]).toEqual([false, incorrect]);
    });
  });
});
