import angular from 'angular-eslint';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const core = 'projects/cognito-session/src/core/**/*.ts';
const specs = [
  '**/*.spec.ts',
  'projects/cognito-session/test/**/*.ts',
  'projects/local-cognito/test/**/*.ts',
];

/** Reports a file that does not begin with a comment; a `#!` line may stand before it. */
const firstComment = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Begin the file with a comment that says what it is for.' },
  },
  create: (context) => ({
    Program(program) {
      const { sourceCode } = context;
      const [token] = sourceCode.ast.tokens;
      const comments = token ? sourceCode.getCommentsBefore(token) : sourceCode.getAllComments();
      // ESLint takes a `#!` line for a comment of the type Shebang.
      if (comments.every(({ type }) => type === 'Shebang')) {
        context.report({ node: program, messageId: 'missing' });
      }
    },
  }),
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      '.angular/',
      'coverage/',
      'out-tsc/',
      '**/*.mjs',
      '**/*.js',
    ],
  },
  {
    files: ['**/*.ts'],
    plugins: { local: { rules: { 'first-comment': firstComment } } },
    extends: [...tseslint.configs.strictTypeChecked, ...angular.configs.tsRecommended, prettier],
    languageOptions: {
      parserOptions: { project: ['./tsconfig.eslint.json'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Angular's decorators need empty classes; token classes mirror amazon-cognito-identity-js.
      '@typescript-eslint/no-extraneous-class': 'off',
      'max-lines': ['error', { max: 300 }],
      'local/first-comment': 'error',
      // Prettier breaks code; comments are broken by hand.
      'max-len': [
        'error',
        { code: 1000, comments: 100, ignoreUrls: true, ignorePattern: '^/\\* eslint-disable' },
      ],
    },
  },
  {
    // Borders of ARCHITECTURE.md while typing; architecture.spec.ts proves them.
    files: [core],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@angular/*', '../../*'],
              message: 'core knows no Angular and imports nothing outside core.',
            },
          ],
        },
      ],
      'no-console': 'error',
    },
  },
  {
    // The scope of a session is a class in `providedIn`: ADR 0011.
    files: ['projects/cognito-session/**/*.ts'],
    rules: {
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: '@angular/core', name: 'Injectable' }] },
      ],
    },
  },
  {
    files: specs,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
  },
);
