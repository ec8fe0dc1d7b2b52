// ajv at its best: schemas compiled once, a router written by hand, one pass, nothing printed but a count.
import { readFileSync, createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";

const [schemas, path] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, validateFormats: false });
const load = (name) => ajv.compile(JSON.parse(readFileSync(`${schemas}/${name}.schema.json`, "utf8")));
const message = load("message"), set = load("message-set"), conversation = load("conversation"), token = load("token");

let exchanges = 0, invalid = 0;
const wrong = (schema, body) => {
  try {
    return schema(JSON.parse(body)) ? 0 : 1;
  } catch {
    return 1;
  }
};
const look = (method, url, sent, answered) => {
  exchanges += 1;
  const end = url.indexOf("?");
  const whole = end < 0 ? url : url.slice(0, end);
  const last = whole.slice(whole.lastIndexOf("/") + 1);
  if (method === "POST" && last === "messages") invalid += wrong(message, sent);
  else if (method === "GET" && last === "messages") invalid += wrong(set, answered);
  else if (method === "POST" && last === "conversations") invalid += wrong(conversation, answered);
  else if (last === "conversation" || last === "renew") invalid += wrong(token, answered);
};
if (path.endsWith(".har")) {
  for (const entry of JSON.parse(readFileSync(path, "utf8")).log.entries) {
    look(entry.request.method, entry.request.url, entry.request.postData?.text, entry.response.content?.text);
  }
} else {
  for await (const line of createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }) })) {
    const one = JSON.parse(line);
    look(one.method, one.url, one.request.body_text, one.response.body_text);
  }
}
console.log(`${exchanges} exchanges, ${invalid} invalid bodies`);
