//! The engines. A new one: a line here, a driver in `drivers/`, and the driver's name in `workshop.rs`.

use directline_types::Draft::{Draft07, Draft202012};

use super::engine::{Engine, Kit, Limit};
use super::instances::Instance;

/// Draft-04 said that an integer has no fraction or exponent; since draft-06 `1.0` is one.
const INTEGERS: Limit = Limit {
    reason: "it takes no number for an integer that is not spelled as one of 64 bits, such as 1.0",
    leaves_out: Instance::has_odd_integer,
};

const PYTHON: &str = "python/bin/python";

/// Every engine that is asked.
pub(super) const ENGINES: [Engine; 10] = [
    Engine {
        name: "ajv",
        language: "JavaScript",
        draft: Draft202012,
        kit: Kit::Npm("ajv", "8.20.0"),
        command: &["node", "drivers/ajv.mjs"],
        limits: &[],
    },
    Engine {
        name: "cfworker",
        language: "JavaScript",
        draft: Draft202012,
        kit: Kit::Npm("@cfworker/json-schema", "4.1.6"),
        command: &["node", "drivers/cfworker.mjs"],
        limits: &[],
    },
    Engine {
        name: "hyperjump",
        language: "JavaScript",
        draft: Draft202012,
        kit: Kit::Npm("@hyperjump/json-schema", "1.18.0"),
        command: &["node", "drivers/hyperjump.mjs"],
        limits: &[],
    },
    Engine {
        name: "python-jsonschema",
        language: "Python",
        draft: Draft202012,
        kit: Kit::Pip("jsonschema", "4.26.0"),
        command: &[PYTHON, "drivers/python_jsonschema.py"],
        limits: &[],
    },
    Engine {
        name: "fastjsonschema",
        language: "Python",
        draft: Draft07,
        kit: Kit::Pip("fastjsonschema", "2.22.3"),
        command: &[PYTHON, "drivers/python_fastjsonschema.py"],
        limits: &[],
    },
    Engine {
        name: "json_schemer",
        language: "Ruby",
        draft: Draft07,
        kit: Kit::Debian { packages: &["ruby-json-schemer", "ruby"], build: &[] },
        command: &["ruby", "drivers/json_schemer.rb"],
        limits: &[],
    },
    Engine {
        name: "php-json-schema",
        language: "PHP",
        draft: Draft07,
        kit: Kit::Debian { packages: &["php-json-schema", "php-cli"], build: &[] },
        command: &["php", "drivers/json_schema.php"],
        limits: &[
            Limit {
                reason: "PHP cannot decode an object with a member whose name begins with U+0000",
                leaves_out: Instance::has_nul_name,
            },
            Limit {
                reason: "php-json-schema takes a member `$schema` of an instance for its schema, and lets it pass",
                leaves_out: Instance::has_schema_member,
            },
            INTEGERS,
        ],
    },
    Engine {
        name: "gojsonschema",
        language: "Go",
        draft: Draft07,
        kit: Kit::Debian {
            packages: &["golang-github-xeipuuv-gojsonschema-dev", "golang-go"],
            build: &["go", "build", "-o", "gojsonschema", "drivers/gojsonschema.go"],
        },
        command: &["./gojsonschema"],
        limits: &[],
    },
    Engine {
        name: "json-validator",
        language: "Perl",
        draft: Draft07,
        kit: Kit::Debian { packages: &["libjson-validator-perl", "perl"], build: &[] },
        command: &["perl", "drivers/json_validator.pl"],
        limits: &[
            INTEGERS,
            Limit {
                reason: "JSON::Validator takes some whole numbers with a fraction, such as 9007199254740992.0, for strings",
                leaves_out: Instance::has_whole_float,
            },
        ],
    },
    Engine {
        name: "valijson",
        language: "C++",
        draft: Draft07,
        kit: Kit::Debian {
            packages: &["libvalijson-dev", "nlohmann-json3-dev", "g++"],
            build: &["g++", "-std=c++17", "-O1", "-o", "valijson", "drivers/valijson.cpp"],
        },
        command: &["./valijson"],
        limits: &[
            INTEGERS,
            Limit {
                reason: "valijson counts the characters of a string up to U+0000 only, so that `minLength` refuses it",
                leaves_out: Instance::has_counted_nul,
            },
        ],
    },
];
