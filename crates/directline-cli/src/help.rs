//! The texts below the options in `--help`: examples and exit codes.

use crate::comparison::{VOLATILE, Volatile};

/// Below `directline --help`.
pub(crate) const DIRECTLINE: &str = "\
Examples:
  directline verify session.har              check a recording of a browser
  directline validate message message.json   check one object by itself
  directline explain watermark-not-string    what a finding means
  directline serve                           a model of the service
  directline fuzz --target URL               find where a service breaks it
  directline replay session.har              send again, and compare the answers
  directline redact session.har --out copy   a copy without credentials
  directline verify --help                   every option, and the exit codes

NO_COLOR, FORCE_COLOR and TERM=dumb are honoured. Only the --target that you
name is contacted; serve is reached from this machine alone.";

/// Below `directline verify --help`.
pub(crate) const VERIFY: &str = "\
Examples:
  directline verify session.har
  directline verify recordings/ --side client
  directline verify session.har --base-uri https://gateway.example/bots
  directline verify recordings/ --coverage --require authorization-missing
  directline verify session.har --skip upload --only 'message-*' --level text-not-string=warning
  directline verify session.har --format ndjson | jq 'select(.verdict == \"violates\")'
  cat session.har | directline verify -

Formats, found from the content:
  HAR, also .zip, .zhar, JSONP   browsers, proxies and test tools
  bytes and HTTP messages        NAME.req.bin with NAME.res.bin, raw HTTP, .http files, Markdown
  NDJSON                         this tool's own: directline schema exchange
  logs                           curl, mitmproxy, Fiddler, Burp Suite, WARC, Playwright traces,
                                 Newman, WireMock's journal
  cassettes                      vcrpy, VCR, Betamax, go-vcr, nock
  expectations                   Pact, stubs of WireMock, Hoverfly, examples of Postman
docs/recordings.md says what each of them can show.

Columns count characters; bytes that are not UTF-8 count one each. A pipe may be a PATH and is read
to its end. In folders only files are read.

Exit codes:
  0   checked, nothing at or above --fail-on
  1   the contract is violated, the baseline has a stale entry, or --require or --min-coverage
      is missed
  2   the command line, the settings or the baseline are wrong
  3   a file could not be read, or the report could not be written
  4   nothing was checked: no exchange in scope, or none could be judged
  70  a bug in this tool
  130 interrupted; what was judged by then is reported
Of several, the first of 70, 130, 2, 3, 1, 4 counts.";

/// Below `directline validate --help`.
pub(crate) const VALIDATE: &str = "\
Examples:
  directline validate message message.json
  directline validate message message.json --side client
  directline validate error answer.json --status 404
  directline validate upload photo.png --content-type image/png
  directline validate upload form.bin --content-type 'multipart/form-data;boundary=b' --verbose
  directline validate url /attachments/a.png //example.com/b.png --fail-on never
  curl … | directline validate message-set -

An object gets the findings that it would get in a recording. What needs more than the object
(authorization, path, status) is not judged. Without --side, a message or attachment is judged by
what holds whoever sent it; the last lines name --side if it would decide more.
Columns count characters; bytes that are not UTF-8 count one each.

Exit codes:
  0   checked, nothing at or above --fail-on
  1   the contract is violated, the baseline has a stale entry, or --require or --min-coverage
      is missed
  2   the command line, the settings or the baseline are wrong
  3   a file could not be read, or the report could not be written
  4   nothing was checked: no object could be judged
  70  a bug in this tool
Of several, the first of 70, 2, 3, 1, 4 counts.";

/// Below `directline redact --help`.
pub(crate) const REDACT: &str = "\
Examples:
  directline redact session.har --out redacted
  directline redact recordings/ --out redacted
  directline redact --check redacted
  directline redact - < session.har > redacted.har

A copy differs from its original in nothing but its credentials, and is as long: each letter of one
became w, x, y or z, each digit 8 or 9. What was equal is equal, what was different is different as
far as its length allows, in all recordings of one run. The copy verifies to the same findings.

Credentials are what stands where credentials stand (Authorization, cookies, ?t=, members and
parameters such as token or password, user:password@ in a URL), the tokens that are answered, what
looks like a credential, and the same anywhere else: plain, in JSON escapes, percent-encoded, in
Base64 or hexadecimal. Texts of messages, names and addresses are none: they stay.

No file is overwritten. Other files in a folder are not copied, and --check does not look at them;
both say so. A recording that cannot be read to its end is not copied, nor one with a credential in
a body that cannot be compressed to the same length.

Exit codes:
  0   copied; with --check: no credential was found
  1   --check found a credential
  2   the command line is wrong
  3   a recording could not be read or copied
  4   there is no recording
Of several, the first of 2, 3, 1, 4 counts.";

/// Below `directline convert --help`.
pub(crate) const CONVERT: &str = "\
Examples:
  directline convert session.saz --to har -o session.har
  directline convert recordings/ --to ndjson -o all.ndjson
  directline convert session.har --to http
  cat session.har | directline convert - --to ndjson | jq .url

What the new format cannot say is lost: each kind is named once, with the number of exchanges and
the first place. NDJSON and HAR hold all that is known of an exchange, HAR in members with _ before
their names, which other tools pass over. HTTP text has no times; where headers or a body were not
recorded, [other headers] or [body not recorded] stands in their place. What was not observable is
never written as if it had been sent, or had not.
Several recordings become one: exchanges of different ones are judged together then.

The new recording holds the credentials of the old one. To share it, run directline redact on it.

What can be read of a broken recording is written, and the exit code is 3. A file is written as a
whole or not at all, and never over what is read.

Exit codes:
  0   converted, with or without losses
  2   the command line is wrong
  3   a recording could not be read to its end, or the new one could not be written
  4   there is no exchange, and nothing was written
  130 interrupted; no file was written
Of several, the first of 130, 2, 3, 4 counts.";

/// Below `directline baseline --help`.
pub(crate) const BASELINE: &str = "\
Examples:
  directline baseline create session.har --reason 'known since the last release'
  directline verify session.har --baseline directline-baseline.toml
  directline baseline update session.har
  directline baseline prune session.har

A known finding stays in every report, marked as known, and does not fail the run; a new one does. A
finding is known by rule, operation and place, not by its words, its number or the file it was in.
An entry whose finding does not occur any more is stale and fails the run until it is taken out: a
baseline only gets shorter. Of what the recordings do not show, nothing is said.
In the file, reason and expires (a day, as in expires = 2026-12-31) are for you to change.";

/// Below `directline baseline create --help`.
pub(crate) const BASELINE_CREATE: &str = "\
Examples:
  directline baseline create session.har
  directline baseline create recordings/ -o known.toml --reason 'the service sends no watermark'
  directline baseline create directline-cases/ --base-uri http://127.0.0.1:8080 --side service

Exit codes:
  0   the file was written
  2   the command line is wrong, or the file is there already
  3   a file could not be read or written
  4   nothing was checked, and nothing written
  130 interrupted, and nothing written";

/// Below `directline baseline update --help`.
pub(crate) const BASELINE_UPDATE: &str = "\
Examples:
  directline baseline update session.har --reason 'accepted until the next release'
  directline baseline update recordings/ --baseline known.toml

What is in the file stays as it is, with its order, comments, reasons and days.

Exit codes:
  0   the file has every error and warning of the recordings
  2   the command line is wrong, or the baseline
  3   a file could not be read or written
  4   nothing was checked, and nothing written
  130 interrupted, and nothing written";

/// Below `directline baseline prune --help`.
pub(crate) const BASELINE_PRUNE: &str = "\
Examples:
  directline baseline prune session.har
  directline baseline prune recordings/ --baseline known.toml --unchecked

Give the recordings and options with which the entries were found to be stale.

Exit codes:
  0   the file has no stale entry
  2   the command line is wrong, or the baseline
  3   a file could not be read or written
  4   nothing was checked, and nothing written
  130 interrupted, and nothing written";

/// Below `directline rules --help`.
pub(crate) const RULES: &str = "\
Examples:
  directline rules
  directline rules --profile strict
  directline rules --format json";

/// Below `directline explain --help`.
pub(crate) const EXPLAIN: &str = "\
Examples:
  directline explain authorization-missing
  directline explain authorization-missing --format json";

/// Below `directline schema --help`.
pub(crate) const SCHEMA: &str = "\
Examples:
  directline schema
  directline schema message-set > message-set.schema.json
  directline schema message --draft 07
  directline schema openapi > openapi.json
  directline schema --check schemas/
  directline schema diff old/ schemas/

Exit codes of --check:
  0   the folder holds the schemas of this version
  1   a schema is stale, missing, or none of this version
  3   a file could not be read
Descriptions count, the way the JSON is written does not. Files of other names are only named.";

/// Below `directline serve --help`.
pub(crate) const SERVE: &str = "\
Examples:
  directline serve
  directline serve --port 3979 --fault watermark-is-number
  directline serve --token-lifetime 5 --page 2
  directline serve --list-faults

The first line of standard output is the base URI, the second the secret. A bot answers each message
with what it heard. Uploaded files are served back. Nothing is kept on disk; what is kept in memory
is bounded, and of more the oldest conversations are closed. It is reached from this machine alone.

Exit codes:
  0    ended by SIGTERM
  2    the command line is wrong, or the port is in use
  130  ended by Ctrl-C";

/// Below `directline info --help`.
pub(crate) const INFO: &str = "\
Examples:
  directline info
  directline info --profile strict --skip upload
  directline info --no-config
  directline info --format json

An option counts before an environment variable, that before directline.toml, that before a default.
The file is that of the working directory or of the nearest folder above it. docs/configuration.md
lists what it may say; directline schema config prints its JSON Schema.
What is printed holds no secret and suits a report of a bug.

Exit codes:
  0   the settings can be used
  2   the command line, a variable or the file is wrong
  3   the output could not be written";

/// Below `directline completions --help`.
pub(crate) const COMPLETIONS: &str = "\
Examples:
  directline completions bash > ~/.local/share/bash-completion/completions/directline
  directline completions zsh > ~/.zfunc/_directline
  directline completions fish > ~/.config/fish/completions/directline.fish

For zsh, the folder is named before compinit runs: fpath+=~/.zfunc in ~/.zshrc. For PowerShell and
elvish, the script is read from the profile (docs/completions.md).";

/// Below `directline man --help`.
pub(crate) const MAN: &str = "\
Examples:
  directline man | man -l -
  directline man --out ~/.local/share/man/man1

Pages that are there are replaced, each as a whole. Equal versions write equal pages.";

/// Below `directline schema diff --help`.
pub(crate) const SCHEMA_DIFF: &str = "\
Examples:
  directline schema diff old/ schemas/
  directline schema diff old/message.schema.json schemas/message.schema.json
  directline schema diff old/ schemas/ --format json
  git show v1:schemas/message.schema.json | directline schema diff - schemas/message.schema.json

Whom a change breaks:
  senders     what they sent was valid and is refused now: a member is required, a value is gone
  receivers   they may get what was refused before: a member of a closed object or a value was added
  nobody      descriptions, titles, examples, x- members
The sender of a request is the client, that of an answer the service. Where it says that nobody
breaks, both schemas accept the same values; where it says that somebody does, some other keyword
may prevent it.

Judged are JSON Schemas of drafts 2020-12 and 07 and OpenAPI 3.0 and 3.1: $ref inside the document,
type, enum, const, properties, required, additionalProperties, items, prefixItems, anyOf, bounds of
length and number; operations, parameters, request bodies, statuses, media types. Everything else
that changed \"cannot judge\" and counts as if it broke somebody. Nothing is fetched.
In folders, *.schema.json and other JSON with $schema or openapi is compared, paired by path.

Exit codes:
  0   nothing breaks
  1   something breaks, or cannot be judged
  2   the command line is wrong
  3   a file could not be read
Of several, the first of 2, 3, 1 counts.";

/// Below `directline fuzz --help`.
pub(crate) const FUZZ: &str = "\
Examples:
  directline fuzz --target http://127.0.0.1:8080
  directline fuzz --target https://bots.example --header-file secret.txt --rate 20 --max-time 60
  directline fuzz --target http://127.0.0.1:8080 --seed 7 --cases 100000 --jobs 2
  directline fuzz session.har --target http://127.0.0.1:8080
  directline fuzz --seed 7 --cases 20        the model service, and the toolkit itself

Every sequence that breaks a rule is made as short as possible and kept as a recording, without
credentials, which verify and replay read. Requests go to the target and nowhere else; redirects
are findings.

Exit codes:
  0   no rule at or above --fail-on was broken
  1   the contract is violated, or --require or --min-coverage is missed
  2   the command line, the settings or the baseline are wrong
  3   a file could not be read, or the report or what was found could not be written
  4   nothing was checked: no request could be sent, or no answer could be judged
  5   the target cannot be reached
  70  a bug in this tool
  130 interrupted; what was found by then is reported and kept
Of several, the first of 70, 130, 2, 3, 5, 1, 4 counts.";

/// Below `directline replay --help`.
pub(crate) fn replay() -> String {
    let rule = |rule: &Volatile| format!("  {:<17}{}\n  {:17}{}\n", rule.name, rule.place(), "", rule.why);
    let rules: String = VOLATILE.iter().map(rule).collect();
    format!("{REPLAY}{rules}{REPLAY_CODES}")
}

/// Before the rules.
const REPLAY: &str = "\
Examples:
  directline replay session.har
  directline replay session.har --target http://127.0.0.1:8080
  directline replay recordings/ --target https://bots.example --header-file secret.txt --rate 5
  directline replay session.har --target http://127.0.0.1:8080 --out fresh.har --fail-on-difference

Every recorded request in scope is sent again, in the order of the recording, one after the other:
with the ids, tokens and watermarks that the target gives now. No recorded credential is sent. The
answers are judged as verify judges them, and compared with the recorded ones: status, Content-Type
and body, JSON member by member. What another bot says is a difference.

Not compared by its text, but by what stands for what, is (JSON Pointers in an answer's body):
";

/// After them.
const REPLAY_CODES: &str = "
Exit codes:
  0   sent and judged, nothing at or above --fail-on
  1   the contract is violated, the baseline has a stale entry, --require or --min-coverage is missed,
      or with --fail-on-difference an answer differs
  2   the command line, the settings or the baseline are wrong
  3   a file could not be read or written
  4   nothing was sent: a recording has no request that can be sent again
  5   the target cannot be reached
  70  a bug in this tool
  130 interrupted; what was done by then is reported
Of several, the first of 70, 130, 2, 3, 5, 1, 4 counts.";
