"""fastjsonschema (Python), draft-07."""
import fastjsonschema

from lines import judge


def refuse(uri):
    raise LookupError(f"remote reference {uri}")


def prepare(schema):
    check = fastjsonschema.compile(schema, handlers={"http": refuse, "https": refuse}, use_default=False)

    def is_valid(instance):
        try:
            check(instance)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return is_valid


judge(prepare)
