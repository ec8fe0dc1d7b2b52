// valijson on nlohmann::json (C++), draft-07.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#define VALIJSON_USE_EXCEPTIONS 1
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

int main(int, char **argv) {
  std::map<std::string, std::unique_ptr<valijson::Schema>> prepared;
  valijson::Validator validator;
  for (std::string line; std::getline(std::cin, line);) {
    const auto tab = line.find('\t');
    const auto name = line.substr(0, tab);
    try {
      if (!prepared.count(name)) {
        std::ifstream file(std::string(argv[1]) + "/" + name + ".json");
        const auto text = json::parse(file);
        auto schema = std::make_unique<valijson::Schema>();
        // No function to fetch documents: a remote reference is an error.
        valijson::SchemaParser().populateSchema(NlohmannJsonAdapter(text), *schema);
        prepared.emplace(name, std::move(schema));
      }
      const auto instance = json::parse(line.begin() + tab + 1, line.end());
      std::puts(validator.validate(*prepared.at(name), NlohmannJsonAdapter(instance), nullptr) ? "1" : "0");
    } catch (const std::exception &error) {
      std::string message = error.what();
      for (auto &character : message)
        if (character == '\n') character = ' ';
      std::printf("error %s\n", message.c_str());
    }
  }
}
