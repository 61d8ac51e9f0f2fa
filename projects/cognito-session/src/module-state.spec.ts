// Proves that the library keeps no state in its modules: two apps, or two sessions of one app, must
// not share any.

import { join } from 'node:path';
import * as ts from 'typescript';
import { nodesOf, readSources } from '../test/support/source-graph';

const library = readSources(join(__dirname, '..')).filter(
  ({ path }) => !/\.spec\.ts$|^test\//.test(path),
);

describe('the library', () => {
  it('has no module-level let or var', () => {
    expect(
      library.flatMap(({ path, tree }) =>
        tree.statements
          .filter(ts.isVariableStatement)
          .filter(({ declarationList }) => !(declarationList.flags & ts.NodeFlags.Const))
          .map((node) => `${path}: ${node.getText()}`),
      ),
    ).toEqual([]);
  });

  it('keeps no state in modules or static members: no collection, subject or empty literal', () => {
    // Constants that Angular identifies by reference, and values that cannot change.
    const immutable = /^(InjectionToken|HttpContextToken|RegExp|URL)$/;
    const mutable = (value: ts.Node | undefined): boolean =>
      (!!value && ts.isNewExpression(value) && !immutable.test(value.expression.getText())) ||
      (!!value && ts.isArrayLiteralExpression(value) && !value.elements.length) ||
      (!!value && ts.isObjectLiteralExpression(value) && !value.properties.length);
    const readonly = (type: ts.TypeNode | undefined): boolean =>
      /^readonly |^Readonly/.test(type?.getText() ?? '');
    expect(
      library.flatMap(({ path, tree }) =>
        stateHolders(tree)
          .filter(({ initializer, type }) => mutable(initializer) && !readonly(type))
          .map((node) => `${path}: ${node.getText()}`),
      ),
    ).toEqual([]);
  });

  it('never writes to a module-level constant', () => {
    const writers = /^(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear|next)$/;
    expect(
      library.flatMap(({ path, tree }) => {
        const names = new Set(stateHolders(tree).map(({ name }) => name.getText()));
        const known = (node: ts.Node): boolean => ts.isIdentifier(node) && names.has(node.text);
        return [...nodesOf(tree)]
          .filter((node) => {
            if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
              const { expression, name } = node.expression;
              return writers.test(name.text) && known(expression);
            }
            return (
              ts.isBinaryExpression(node) &&
              ts.SyntaxKind.FirstAssignment <= node.operatorToken.kind &&
              node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
              (ts.isPropertyAccessExpression(node.left) ||
                ts.isElementAccessExpression(node.left)) &&
              known(node.left.expression)
            );
          })
          .map((node) => `${path}: ${node.getText()}`);
      }),
    ).toEqual([]);
  });
});

function isStatic({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.StaticKeyword;
}

/** Module-level variables and static members, which outlive an injector. */
function stateHolders(tree: ts.SourceFile): (ts.VariableDeclaration | ts.PropertyDeclaration)[] {
  return tree.statements.flatMap<ts.VariableDeclaration | ts.PropertyDeclaration>((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations;
    if (!ts.isClassDeclaration(statement)) return [];
    return statement.members
      .filter(ts.isPropertyDeclaration)
      .filter((member) => ts.getModifiers(member)?.some(isStatic));
  });
}
