"""jsonschema (Python), draft 2020-12."""
import jsonschema

from lines import judge
from referencing import Registry


def prepare(schema):
    # An empty registry: a remote reference is an error.
    return jsonschema.Draft202012Validator(schema, registry=Registry()).is_valid


judge(prepare)
