import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/**
 * What is wrong with an installed package's declarations: errors that `skipLibCheck` hides from most users, where they
 * become `any` (an import that is not there, a member that `stripInternal` took away), and each `any` that is written.
 */
export function declarationProblems(app, name, entries) {
  return ['mts', 'cts'].flatMap((extension) => {
    const consumer = join(app, `consumer.${extension}`);
    writeFileSync(consumer, entries.map((entry) => `export type {} from '${entry}';\n`).join(''));
    const program = ts.createProgram([consumer], {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      types: ['node'],
      strict: true,
      noEmit: true,
    });
    return program
      .getSourceFiles()
      .filter(({ fileName }) => fileName === consumer || fileName.includes(`/node_modules/${name}/`))
      .flatMap((file) => [...errors(program, file), ...anys(file)])
      .map(({ file, start, message }) => {
        const line = file.getLineAndCharacterOfPosition(start).line + 1;
        return `${relative(app, file.fileName)}:${line} ${message}`;
      });
  });
}

function errors(program, file) {
  return program.getSemanticDiagnostics(file).map(({ start, messageText }) => ({
    file,
    start,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

function anys(file) {
  const found = [];
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push({ file, start: node.getStart(file), message: '"any"' });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
