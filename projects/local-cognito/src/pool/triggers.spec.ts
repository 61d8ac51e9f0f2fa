// Proves the message for a trigger that throws: the service adds words around the trigger's own.

import { runInNewContext } from 'node:vm';
import { runTrigger } from './triggers';

it.each([
  ['an error', new Error('Not this name.'), 'Not this name.'],
  [
    'an error of another realm, as test pages have one',
    runInNewContext("new TypeError('Not this name.')"),
    'Not this name.',
  ],
  ['a text', 'Not this name', 'Not this name.'],
  ['a question', new Error('Really?'), 'Really?.'],
  ['nothing', undefined, 'undefined.'],
])('%s', async (_, thrown: unknown, words) => {
  const refused = runTrigger(
    'PreSignUp',
    () => {
      throw thrown;
    },
    'ana',
    {},
  );
  await expect(refused).rejects.toMatchObject({
    type: 'UserLambdaValidationException',
    message: `PreSignUp failed with error ${words}`,
  });
});
