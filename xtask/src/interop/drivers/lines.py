"""What the Python drivers share: reading lines, keeping schemas, printing verdicts."""
import json
import sys
from pathlib import Path


def judge(prepare):
    """`prepare` takes a schema and gives a function from instance to verdict."""
    folder = Path(sys.argv[1])
    prepared = {}
    # Bytes: a text stream would end lines at a carriage return too.
    for line in sys.stdin.buffer:
        name, text = line.decode("utf-8").rstrip("\n").split("\t", 1)
        try:
            if name not in prepared:
                prepared[name] = prepare(json.loads((folder / f"{name}.json").read_text("utf-8")))
            print("1" if prepared[name](json.loads(text)) else "0")
        except Exception as error:
            print("error", " ".join(f"{type(error).__name__}: {error}".split()))
