# json_schemer (Ruby), draft-07.
require "json"
require "set" # json_schemer needs it and does not say so
require "json_schemer"

folder = ARGV.fetch(0)
prepared = {}
$stdin.binmode
$stdin.each_line("\n", chomp: true) do |line|
  name, text = line.force_encoding("UTF-8").split("\t", 2)
  begin
    # The resolver is not set: a remote reference is an error.
    prepared[name] ||= JSONSchemer.schema(JSON.parse(File.read(File.join(folder, "#{name}.json"), encoding: "UTF-8")))
    puts prepared[name].valid?(JSON.parse(text)) ? "1" : "0"
  rescue StandardError => error
    puts "error #{error.class}: #{error.message}".tr("\n", " ")
  end
end
