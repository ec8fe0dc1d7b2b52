<?php
// justinrainbow/json-schema (PHP). It reads the draft-07 rendering by the rules of draft-04: the keywords are the same.
require_once 'JsonSchema/autoload.php';

use JsonSchema\Constraints\Factory;
use JsonSchema\SchemaStorage;
use JsonSchema\Uri\Retrievers\UriRetrieverInterface;
use JsonSchema\Uri\UriRetriever;
use JsonSchema\Validator;

class Refuse implements UriRetrieverInterface
{
    public function retrieve($uri)
    {
        throw new RuntimeException("remote reference $uri");
    }

    public function getContentType()
    {
        return 'application/schema+json';
    }
}

$retriever = new UriRetriever();
$retriever->setUriRetriever(new Refuse());
$schemas = [];
while (($line = fgets(STDIN)) !== false) {
    [$name, $text] = explode("\t", rtrim($line, "\n"), 2);
    try {
        if (!isset($schemas[$name])) {
            $schema = json_decode(file_get_contents("$argv[1]/$name.json"), false, 512, JSON_THROW_ON_ERROR);
            $storage = new SchemaStorage($retriever);
            $storage->addSchema($schema->{'$id'}, $schema);
            $schemas[$name] = [$storage, $schema];
        }
        [$storage, $schema] = $schemas[$name];
        $instance = json_decode($text, false, 512, JSON_THROW_ON_ERROR);
        $validator = new Validator(new Factory($storage));
        $validator->validate($instance, $schema);
        echo $validator->isValid() ? "1\n" : "0\n";
    } catch (Throwable $error) {
        echo 'error ', strtr(get_class($error) . ': ' . $error->getMessage(), "\n", ' '), "\n";
    }
}
