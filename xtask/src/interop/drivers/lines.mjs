// What the JavaScript drivers share: reading lines, keeping schemas, printing verdicts.
import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

// `prepare` takes a schema and gives a function from instance to verdict.
export async function judge(prepare) {
  const folder = process.argv[2];
  const prepared = new Map();
  let out = "";
  // Not `readline`, which ends lines at U+2028 and U+2029 too.
  for (const line of readFileSync(0, "utf8").split("\n")) {
    if (line === "") continue;
    const tab = line.indexOf("\t");
    const name = line.slice(0, tab);
    try {
      if (!prepared.has(name)) {
        prepared.set(name, await prepare(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"))));
      }
      out += (await prepared.get(name)(JSON.parse(line.slice(tab + 1)))) ? "1\n" : "0\n";
    } catch (error) {
      out += `error ${String(error.message ?? error).replaceAll("\n", " ")}\n`;
    }
  }
  for (let rest = Buffer.from(out); rest.length > 0; ) rest = rest.subarray(writeSync(1, rest));
}
