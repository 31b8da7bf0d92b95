// A judge of execution traces: reads framed files from stdin, prints verdicts.
package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"internal/trace"
	"internal/trace/raw"
	"io"
	"os"
	"strings"
)

// verdict reads all events and formats each like go tool trace -d=parsed.
func verdict(data []byte) (msg string) {
	n := 0
	defer func() {
		if p := recover(); p != nil {
			msg = fmt.Sprintf("panic after %d: %v", n, p)
		}
	}()
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		return "error: " + err.Error()
	}
	for {
		ev, err := r.ReadEvent()
		if err == io.EOF {
			return fmt.Sprintf("ok %d", n)
		}
		if err != nil {
			return "error: " + err.Error()
		}
		_ = ev.String()
		n++
	}
}

func encode(text []byte) ([]byte, error) {
	tr, err := raw.NewTextReader(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	tw, err := raw.NewWriter(&buf, tr.Version())
	if err != nil {
		return nil, err
	}
	for {
		ev, err := tr.ReadEvent()
		if err == io.EOF {
			return buf.Bytes(), nil
		}
		if err != nil {
			return nil, err
		}
		if err := tw.WriteEvent(ev); err != nil {
			return nil, err
		}
	}
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		kind, err := in.ReadByte()
		if err != nil {
			return
		}
		var size uint32
		if err := binary.Read(in, binary.LittleEndian, &size); err != nil {
			panic(err)
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(in, data); err != nil {
			panic(err)
		}
		if kind == 'e' {
			b, err := encode(data)
			if err != nil {
				fmt.Fprintf(out, "error: %q\n", err.Error())
			} else {
				fmt.Fprintf(out, "%x\n", b)
			}
		} else {
			fmt.Fprintln(out, strings.SplitN(verdict(data), "\n", 2)[0])
		}
	}
}
