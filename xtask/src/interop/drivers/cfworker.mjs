// @cfworker/json-schema (JavaScript), draft 2020-12.
import { Validator } from "@cfworker/json-schema";
import { judge } from "./lines.mjs";

judge(async (schema) => {
  const validator = new Validator(schema, "2020-12", true);
  return async (instance) => validator.validate(instance).valid;
});
