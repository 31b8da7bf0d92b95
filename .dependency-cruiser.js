/**
 * Which folder may import which. Arrows point one way: `cli`, `bench`, `conformance` and `scripts` may import all,
 * `facts` only `model`, `runtime` only `checker`, `model` and `facts`, `model` and `examples` only `checker`, `reference` only `wire`, `checker` and `wire` nothing of ours.
 * Tests are free, for a test may look inside what it judges.
 */
const ours =
  '^(checker|model|facts|runtime|wire|reference|conformance|explorer|export|cli|examples|bench|peers|harness|scripts)/|^index\\.ts$';
/** Tests, the `testing` folders that hold what several of them share, and the fuzzing script. */
const test = '\\.test\\.ts$|/testing/|^scripts/fuzz/';

/** A rule that `folder` imports none of our modules outside itself, except those of `allowed`. */
const onlyImports = (folder, ...allowed) => ({
  name: `${folder}-imports-${allowed.length === 0 ? 'nothing-of-ours' : `only-${allowed.join('-and-')}`}`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: test },
  to: { path: ours, pathNot: [folder, ...allowed].map((name) => `^${name}/`) },
});

/** The rooms of the checker, the lowest first: one imports its own floor and those below. `host` is below all. */
const checkerFloors = [
  ['language', 'state'],
  ['evaluate'],
  ['structures'],
  ['search'],
  ['space'],
  ['traces', 'symmetry', 'liveness', 'vacuity', 'why', 'induction'],
  ['check'],
  ['description', 'explore'],
];
/** The rooms of the interpreter of programs, the lowest first. `scheduler` spans them, and `told` is told by files above all. */
const programFloors = [
  ['language'],
  ['releases', 'places'],
  ['steps'],
  ['state'],
  ['code'],
  ['regions'],
  ['properties'],
  ['logs', 'told'],
];

/** Rules that no floor of `folder` imports one above it, except the files of `everywhere`. */
const floorRules = (folder, floors, comment, everywhere) =>
  floors.slice(0, -1).map((rooms, floor) => ({
    name: `${folder.replaceAll('/', '-')}-${rooms[0]}-imports-nothing-above`,
    comment,
    severity: 'error',
    from: { path: `^${folder}/(${rooms.join('|')})/`, pathNot: test },
    to: {
      path: `^${folder}/(${floors
        .slice(floor + 1)
        .flat()
        .join('|')})/`,
      pathNot: everywhere,
    },
  }));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    onlyImports('checker'),
    ...floorRules(
      'checker',
      checkerFloors,
      'What a check answers and takes (report.ts, options.ts) is data that all rooms speak of.',
      ['^checker/check/(report|options|judge-options)\\.ts$'],
    ),
    ...floorRules('model/program', programFloors, 'ARCHITECTURE.md says what each folder has.', []),
    {
      name: 'checker-host-imports-nothing',
      severity: 'error',
      from: { path: '^checker/host/', pathNot: test },
      to: { path: '^checker/', pathNot: '^checker/host/' },
    },
    {
      ...onlyImports('wire'),
      comment: 'but the promise that tells how far work has come',
      to: { path: ours, pathNot: ['^wire/', '^checker/host/ongoing\\.ts$'] },
    },
    onlyImports('reference', 'wire'),
    onlyImports('model', 'checker'),
    onlyImports('examples', 'checker'),
    {
      ...onlyImports('harness', 'checker'),
      comment: 'and the text of a report, which the command writes as well',
      to: { path: ours, pathNot: ['^harness/', '^checker/', '^cli/reporters/format\\.ts$'] },
    },
    onlyImports('facts', 'model'),
    onlyImports('runtime', 'checker', 'model', 'facts'),
    onlyImports('export', 'checker'),
    onlyImports('peers', 'checker', 'model', 'examples'),
    onlyImports('explorer', 'checker', 'model', 'examples'),
    {
      name: 'enter-through-index',
      comment:
        'A folder shows its index.ts, and public.ts to the package; an example is a public module of its own. The limits of threads stand alone: the main thread of the command takes them, and loads no checker. So does the promise that tells how far work has come, which `wire` gives as well, and the list of what a tree is searched in, which the census takes.',
      severity: 'error',
      from: { path: '^([^/]+)(/|\\.ts$)', pathNot: test },
      to: {
        path: '^(checker|model|facts|runtime|wire|reference|conformance|explorer|export|cli|peers)/',
        pathNot: [
          '^$1/',
          '^[^/]+/index\\.ts$',
          '^(checker|model)/public\\.ts$',
          '^cli/reporters/format\\.ts$',
          '^checker/host/(thread-limits|ongoing)\\.ts$',
          '^cli/selection/parts\\.ts$',
        ],
      },
    },
    {
      name: 'commands-on-top',
      comment:
        'What commands share has a room of its own, below them: searching, traces, selection, reporters.',
      severity: 'error',
      from: { path: '^cli/', pathNot: [test, '^cli/commands/', '^cli/run\\.ts$', '^cli/action/'] },
      to: { path: '^cli/commands/' },
    },
    {
      name: 'commands-only-in-commands',
      comment: 'No command imports another; check without a config has a file beside that of check.',
      severity: 'error',
      from: { path: '^cli/commands/', pathNot: [test, '^cli/commands/commands\\.ts$'] },
      to: { path: '^cli/commands/', pathNot: '^cli/commands/check-tree\\.ts$' },
    },
    {
      name: 'searching-and-traces-below',
      comment:
        'What one command makes of searches and traces is built on these two rooms, not the other way round.',
      severity: 'error',
      from: { path: '^cli/(searching|traces)/', pathNot: test },
      to: { path: '^cli/(conform|matrix|diff|explore|cite|action)/' },
    },
    {
      name: 'node-only-in-the-host',
      comment:
        'Checker and model run in pages: what they need of Node is behind #host and #releases, which have a twin there.',
      severity: 'error',
      from: {
        path: '^(checker|model)/',
        pathNot: [
          test,
          '^checker/host/',
          '^checker/check/worker\\.ts$',
          '^model/program/releases/kept-releases\\.ts$',
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-needs-no-dev-dependency',
      severity: 'error',
      comment: 'but what the build bundles into it: scripts/inlined.js, scripts/copy-into-dist.js',
      from: {
        path: '^(checker|model|facts|runtime|wire|reference|conformance|explorer|export|cli|examples|harness)/|^index\\.ts$',
        // The page is bundled, with what it imports; who uses the matchers has vitest, and who asks z3 is told where it is missing.
        pathNot: `${test}|^explorer/app/|^harness/(vitest|fast-check)\\.ts$|^export/smt/z3\\.ts$`,
      },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/(web-tree-sitter|@commander-js/extra-typings|commander|valibot|ts-pattern)/',
      },
    },
    {
      name: 'tree-sitter-by-its-copy',
      comment:
        'Only types come from the package web-tree-sitter. What runs is its copy in dist: #tree-sitter.',
      severity: 'error',
      from: { pathNot: test },
      to: { path: '^node_modules/web-tree-sitter/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'imports-resolve',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-test-imported',
      severity: 'error',
      from: { pathNot: test },
      to: { path: test },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          test,
          '^model/program/releases/no-releases\\.ts$',
          '/no-[a-z]+\\.ts$',
          '\\.d\\.ts$',
          '^examples/',
          '^scripts/',
          '\\.config\\.ts$',
        ],
      },
      to: {},
    },
  ],
  options: {
    // Types count as imports: an arrow is about knowledge, not about what runs.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(fixtures|testdata|dist)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['nosplit-source', 'types', 'import', 'node', 'default'],
    },
  },
};
