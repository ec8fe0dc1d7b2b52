// @seriousme/openapi-schema-validator: fails when the document whose path is given is not valid OpenAPI.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";

const { valid, errors } = await new Validator().validate(JSON.parse(readFileSync(process.argv[2], "utf8")));
if (!valid) {
  console.error(JSON.stringify(errors));
  process.exit(1);
}
