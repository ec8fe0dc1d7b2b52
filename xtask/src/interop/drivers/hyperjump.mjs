// @hyperjump/json-schema (JavaScript), draft 2020-12.
import { registerSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import { judge } from "./lines.mjs";

judge(async (schema) => {
  registerSchema(schema);
  const check = await validate(schema.$id);
  return async (instance) => check(instance).valid;
});
