// ajv (JavaScript), draft 2020-12. Instances on stdin, one "schema<TAB>JSON" a line; a verdict a line on stdout.
import Ajv2020 from "ajv/dist/2020.js";
import { judge } from "./lines.mjs";

judge(async (schema) => {
  // No `loadSchema`: a remote reference is an error. Strict mode would refuse the `x-` members.
  const check = new Ajv2020.default({ strictSchema: false, validateFormats: false }).compile(schema);
  return async (instance) => check(instance);
});
