// gojsonschema (Go), draft-07.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// refuse answers every request: a remote reference is an error.
type refuse struct{}

func (refuse) RoundTrip(request *http.Request) (*http.Response, error) {
	return nil, errors.New("remote reference " + request.URL.String())
}

func prepare(path string) (*gojsonschema.Schema, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return gojsonschema.NewSchema(gojsonschema.NewBytesLoader(text))
}

func main() {
	http.DefaultTransport = refuse{}
	prepared := map[string]*gojsonschema.Schema{}
	lines := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if prepared[name] == nil {
			schema, err := prepare(filepath.Join(os.Args[1], name+".json"))
			if err != nil {
				fmt.Fprintln(out, "error", strings.ReplaceAll(err.Error(), "\n", " "))
				continue
			}
			prepared[name] = schema
		}
		result, err := prepared[name].Validate(gojsonschema.NewStringLoader(text))
		switch {
		case err != nil:
			fmt.Fprintln(out, "error", strings.ReplaceAll(err.Error(), "\n", " "))
		case result.Valid():
			fmt.Fprintln(out, "1")
		default:
			fmt.Fprintln(out, "0")
		}
	}
}
