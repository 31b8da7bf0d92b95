// Typecheck reads edits of package runtime as JSON lines and prints for each whether the edited function still type-checks.
// Only that function's body is checked, so that an edit takes milliseconds: go run typecheck.go GOROOT RUNTIME < edits > answers
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
)

type edit struct {
	File string
	// Start and End are byte offsets of what Text replaces.
	Start, End int
	Text       string
}

func main() {
	root := os.Args[1]
	build.Default.GOROOT = root
	dir := os.Args[2]
	pkg, err := build.Default.ImportDir(filepath.Join(root, "src", "runtime"), 0)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fset := token.NewFileSet()
	imports := importer.ForCompiler(fset, "source", nil)
	sources := map[string][]byte{}
	stubs := map[string]*ast.File{}
	for _, name := range pkg.GoFiles {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		sources[name] = text
		stubs[name] = parse(fset, name, text, -1)
	}
	answers := bufio.NewWriter(os.Stdout)
	defer answers.Flush()
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var e edit
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		text := sources[e.File]
		edited := string(text[:e.Start]) + e.Text + string(text[e.End:])
		fmt.Fprintln(answers, check(fset, imports, pkg.GoFiles, stubs, e, []byte(edited)))
	}
}

func check(fset *token.FileSet, imports types.Importer, names []string, stubs map[string]*ast.File, e edit, text []byte) bool {
	changed := parse(fset, e.File, text, e.Start)
	if changed == nil {
		return false
	}
	files := make([]*ast.File, 0, len(names))
	for _, name := range names {
		if name == e.File {
			files = append(files, changed)
		} else {
			files = append(files, stubs[name])
		}
	}
	ok := true
	config := types.Config{
		Importer: imports,
		Sizes:    types.SizesFor("gc", build.Default.GOARCH),
		Error: func(err error) {
			// Without bodies, imports look unused; errors of the edited file alone count.
			if e2, is := err.(types.Error); is && fset.File(e2.Pos) == fset.File(changed.Pos()) &&
				!strings.Contains(e2.Msg, "imported and not used") && !strings.Contains(e2.Msg, "missing function body") {
				ok = false
			}
		},
	}
	config.Check("runtime", fset, files, nil)
	return ok
}

// parse leaves out the bodies of all functions but the one at the offset; nil for what does not parse.
func parse(fset *token.FileSet, name string, text []byte, at int) *ast.File {
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	for _, d := range file.Decls {
		if f, is := d.(*ast.FuncDecl); is && f.Body != nil && f.Name.Name != "init" {
			start, end := fset.Position(f.Pos()).Offset, fset.Position(f.End()).Offset
			if at < start || at > end {
				f.Body = nil
			}
		}
	}
	return file
}
