// Writes an execution trace with goroutines, channels, system calls, coroutines, tasks, regions, samples and collections.
package main

import (
	"context"
	"io"
	"iter"
	"os"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"sync"
	"time"
)

var sink []byte

// deep uses more stack the larger n is, so that stacks grow.
func deep(n int) int {
	var block [256]byte
	block[n%256] = byte(n)
	if n == 0 {
		return int(block[0])
	}
	return deep(n-1) + int(block[n%256])
}

func main() {
	rounds, _ := strconv.Atoi(os.Args[2])
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	pprof.StartCPUProfile(io.Discard)
	if err := trace.Start(f); err != nil {
		panic(err)
	}
	ctx, task := trace.NewTask(context.Background(), "outer")
	for r := 0; r < rounds; r++ {
		round(ctx, r)
	}
	task.End()
	trace.Stop()
	pprof.StopCPUProfile()
	f.Close()
}

func round(ctx context.Context, r int) {
	var wg sync.WaitGroup
	ch := make(chan int)
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			trace.WithRegion(ctx, "work", func() {
				trace.Log(ctx, "key", "value")
				deep(2 + 20*i)
				sink = make([]byte, 1<<12)
			})
			ch <- i
		}()
	}
	for i := 0; i < 4; i++ {
		<-ch
	}
	wg.Wait()
	reader, writer, _ := os.Pipe()
	go func() {
		time.Sleep(50 * time.Microsecond)
		writer.Write([]byte("x"))
		writer.Close()
	}()
	var b [1]byte
	reader.Read(b[:])
	reader.Close()
	next, stop := iter.Pull(func(yield func(int) bool) {
		for i := 0; i < 3; i++ {
			if !yield(i) {
				return
			}
		}
	})
	next()
	next()
	stop()
	if r%20 == 1 {
		runtime.GC()
	}
}
