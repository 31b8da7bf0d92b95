/**
 * The package's public faces as text, one file for each entry of `exports`, so that a change of a face is seen in review. They are made out
 * of the declarations in `dist`. `npm run api` writes them; api-report.test.ts tells where they are not current. With a folder, it writes
 * there what the site shows: the same with its comments, and a heading for each name.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import ts from 'typescript';
import * as v from 'valibot';

const repository = fileURLToPath(new URL('..', import.meta.url));
const file = (path: string): string => `${repository}${path}`;

const Package = v.object({
  exports: v.record(v.string(), v.union([v.string(), v.object({ types: v.string() })])),
});

export interface ApiReport {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  /** What is exported and has no comment that says what it is. */
  readonly undocumented: readonly string[];
  /** The page of the site. */
  readonly page: string;
}

/** A report for each entry that has types, by what `dist` declares. */
export async function apiReports(): Promise<readonly ApiReport[]> {
  const { exports } = v.parse(Package, JSON.parse(readFileSync(file('package.json'), 'utf8')));
  const entries = Object.entries(exports).flatMap(([name, of]) =>
    typeof of === 'string' ? [] : [{ name, types: file(of.types) }],
  );
  // The whole package shows what its parts show.
  entries.push(...entries.splice(0, 1));
  const program = ts.createProgram(
    entries.map(({ types }) => types),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      lib: ['lib.es2023.d.ts'],
      types: [],
      skipLibCheck: true,
    },
  );
  const style = await prettier.resolveConfig(file('api/entry.md'));
  const checker = program.getTypeChecker();
  const known = new Map<ts.Symbol, string>();
  const reports: ApiReport[] = [];
  for (const { name, types } of entries) {
    const source = program.getSourceFile(types);
    if (source === undefined) throw new Error(`${types} is not there; build first`);
    const { text, undocumented, sections } = faceOf(source, {
      name: `nosplit${name.slice(1)}`,
      checker,
      known,
    });
    const whole = `# nosplit${name.slice(1)}\n\nWritten by \`npm run api\`.\n\n\`\`\`ts\n${text}\n\`\`\`\n`;
    reports.push({
      path: `api/${name === '.' ? 'nosplit' : name.slice(2)}.md`,
      text: await prettier.format(whole, { ...style, parser: 'markdown' }),
      undocumented,
      page: `# nosplit${name.slice(1)}\n\n${sections.join('\n\n')}\n`,
    });
  }
  return reports;
}

interface Entry {
  readonly name: string;
  readonly checker: ts.TypeChecker;
  /** What entries before this one have told, with the name of the entry. */
  readonly known: Map<ts.Symbol, string>;
}

function faceOf(
  source: ts.SourceFile,
  { name: entry, checker, known }: Entry,
): {
  readonly text: string;
  readonly undocumented: readonly string[];
  /** With comments, a heading and a block for each name. */
  readonly sections: readonly string[];
} {
  const module = checker.getSymbolAtLocation(source);
  const shown = (module === undefined ? [] : checker.getExportsOfModule(module)).toSorted(byName);
  const resolved = shown.map((symbol) => ({ name: symbol.name, symbol: original(symbol, checker) }));
  const exported = new Set([...known.keys(), ...resolved.map(({ symbol }) => symbol)]);
  const hidden = new Set<ts.Symbol>();
  const elsewhere = new Map<string, string[]>();
  const texts = resolved.flatMap(({ name, symbol }) => {
    const of = known.get(symbol);
    if (of !== undefined) {
      elsewhere.set(of, [...(elsewhere.get(of) ?? []), name]);
      return [];
    }
    for (const declaration of declarationsOf(symbol)) collect(declaration, { checker, exported, hidden });
    return [told(name, symbol, checker)];
  });
  for (const [of, names] of elsewhere) texts.unshift(`export { ${names.join(', ')} } from '${of}';`);
  // A set is iterated in the order of insertion, and what is added meanwhile is met as well.
  for (const symbol of hidden)
    for (const declaration of declarationsOf(symbol)) collect(declaration, { checker, exported, hidden });
  for (const symbol of [...hidden, ...resolved.map((one) => one.symbol)])
    if (!known.has(symbol)) known.set(symbol, entry);
  const others = [...hidden].toSorted(byName).map((symbol) => told(symbol.name, symbol, checker));
  const section = (name: string, symbol: ts.Symbol): string =>
    `## ${name}\n\n\`\`\`ts\n${told(name, symbol, checker, commenting)}\n\`\`\``;
  const here = resolved.filter(({ symbol }) => known.get(symbol) === entry);
  return {
    sections: [
      ...[...elsewhere].map(
        ([of, names]) => `From \`${of}\`: ${names.map((name) => `\`${name}\``).join(', ')}.`,
      ),
      ...here.map(({ name, symbol }) => section(name, symbol)),
      ...[...hidden].toSorted(byName).map((symbol) => section(symbol.name, symbol)),
    ],
    text: [
      ...texts,
      ...(others.length === 0 ? [] : ['// Not exported, and part of the types above:', ...others]),
    ].join('\n\n'),
    undocumented: resolved.flatMap(({ name, symbol }) =>
      symbol.getDocumentationComment(checker).length > 0 || symbol.flags & ts.SymbolFlags.ValueModule
        ? []
        : [name],
    ),
  };
}

const byName = (a: ts.Symbol, b: ts.Symbol): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

const original = (symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

/** Its declarations in this package, of a variable its whole statement. */
function declarationsOf(symbol: ts.Symbol): readonly ts.Node[] {
  return (symbol.declarations ?? [])
    .filter((one) => one.getSourceFile().fileName.startsWith(file('dist/')) && !ts.isSourceFile(one))
    .map((one) => (ts.isVariableDeclaration(one) ? one.parent.parent : one));
}

const printer = ts.createPrinter({ removeComments: true });
const commenting = ts.createPrinter({ removeComments: false });

/** A symbol as its declarations have it, under the name by which it is shown; of a namespace the names that are in it. */
function told(name: string, symbol: ts.Symbol, checker: ts.TypeChecker, by = printer): string {
  if (symbol.flags & ts.SymbolFlags.ValueModule)
    return `namespace ${name} { ${checker
      .getExportsOfModule(symbol)
      .toSorted(byName)
      .map((one) => `${one.name};`)
      .join(' ')} }`;
  const text = declarationsOf(symbol)
    .map((one) => by.printNode(ts.EmitHint.Unspecified, one, one.getSourceFile()))
    .join('\n')
    .replaceAll(/^(export )?(default )?(declare )?/gm, '');
  return symbol.name === name || symbol.name === 'default' ? text : `// as ${name}:\n${text}`;
}

interface Collected {
  readonly checker: ts.TypeChecker;
  readonly exported: ReadonlySet<ts.Symbol>;
  readonly hidden: Set<ts.Symbol>;
}

/** Adds to `hidden` the types of this package that a declaration names and the entry does not export. */
function collect(node: ts.Node, { checker, exported, hidden }: Collected): void {
  ts.forEachChild(node, (child) => {
    collect(child, { checker, exported, hidden });
  });
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : ts.isImportTypeNode(node)
        ? node.qualifier
        : undefined;
  const symbol = name && checker.getSymbolAtLocation(name);
  if (!symbol) return;
  const of = original(symbol, checker);
  if (of.flags & ts.SymbolFlags.TypeParameter || exported.has(of) || declarationsOf(of).length === 0) return;
  hidden.add(of);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = process.argv[2];
  for (const { path, text, page } of await apiReports()) {
    const target = folder === undefined ? file(path) : join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, folder === undefined ? text : page);
    console.log(path);
  }
}
