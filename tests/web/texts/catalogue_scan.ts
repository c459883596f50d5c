// Which texts of the pages' catalogues are said anywhere.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/** A catalogue: where it is made, its name there, and the keys of its texts. */
interface Catalogue {
  file: string;
  name: string;
  keys: string[];
}

/** Sources by path. */
export type Sources = Map<string, string>;

/** Every source of the pages that people wrote. */
export function sourcesOfThePages(): Sources {
  const root = new URL("../../../clients/web/", import.meta.url).pathname;
  const files = globSync("**/*.{ts,tsx}", { cwd: root, exclude: ["gen/**"] });
  return new Map(files.map((file) => [join(root, file), readFileSync(join(root, file), "utf8")]));
}

const visit = (node: ts.Node, look: (node: ts.Node) => void): void => {
  look(node);
  node.forEachChild((child) => visit(child, look));
};

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS);

function cataloguesIn(source: ts.SourceFile): Catalogue[] {
  const found: Catalogue[] = [];
  visit(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isCallExpression(node.initializer)) return;
    const [zh] = node.initializer.arguments;
    if (node.initializer.expression.getText() !== "catalogue" || !zh || !ts.isObjectLiteralExpression(zh)) return;
    const keys = zh.properties.map((one) => one.name?.getText() ?? "");
    found.push({ file: source.fileName, name: node.name.getText(), keys });
  });
  return found;
}

/** What a source calls each catalogue: by the file and name where it is made. */
function namesIn(source: ts.SourceFile): Map<string, string> {
  const names = new Map(cataloguesIn(source).map(({ file, name }) => [name, `${file} ${name}`]));
  visit(source, (node) => {
    if (!ts.isImportDeclaration(node) || !ts.isStringLiteral(node.moduleSpecifier)) return;
    const path = resolve(dirname(source.fileName), node.moduleSpecifier.text);
    const file = [path, `${path}.ts`, `${path}.tsx`].find((one) => one.match(/\.tsx?$/) && existsSync(one)) ?? `${path}.ts`;
    const bindings = node.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) return;
    for (const one of bindings.elements) names.set(one.name.text, `${file} ${(one.propertyName ?? one.name).text}`);
  });
  return names;
}

/** Every string in a source: what a computed key may be. */
function stringsIn(source: ts.SourceFile): string[] {
  const strings: string[] = [];
  visit(source, (node) => {
    if (ts.isStringLiteralLike(node) && !ts.isImportDeclaration(node.parent)) strings.push(node.text);
  });
  return strings;
}

/** Keys that a source says, by catalogue. A computed key says every string of `strings`. */
function saidIn(source: ts.SourceFile, strings: ReadonlySet<string>): Map<string, Set<string>> {
  const names = namesIn(source);
  const catalogueOf = new Map([...names].map(([name, of]) => [`${name}.value`, of]));
  const said = new Map<string, Set<string>>();
  const computed = new Set<string>();
  visit(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer) return;
    const of = catalogueOf.get(node.initializer.getText());
    if (of) catalogueOf.set(node.name.getText(), of);
  });
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node)) {
      const of = catalogueOf.get(node.expression.getText());
      if (of) said.set(of, (said.get(of) ?? new Set()).add(node.name.text));
    } else if (ts.isElementAccessExpression(node)) {
      const of = catalogueOf.get(node.expression.getText());
      if (of) computed.add(of);
    }
  });
  for (const of of computed) said.set(of, new Set([...(said.get(of) ?? []), ...strings]));
  return said;
}

/** "file: key" for each text that nothing says. */
export function unsaid(sources: Sources): string[] {
  const parsed = [...sources].map(([file, text]) => parse(file, text));
  const said = new Map<string, Set<string>>();
  const strings = new Set(parsed.flatMap(stringsIn));
  for (const source of parsed) {
    for (const [of, keys] of saidIn(source, strings)) said.set(of, new Set([...(said.get(of) ?? []), ...keys]));
  }
  return parsed.flatMap(cataloguesIn).flatMap(({ file, name, keys }) =>
    keys
      .filter((key) => !said.get(`${file} ${name}`)?.has(key))
      .map((key) => `${relative(process.cwd(), file)}: ${key}`),
  );
}
