# JSON::Validator (Perl), draft-07.
use strict;
use warnings;
use JSON::Validator;
use Mojo::File 'path';
use Mojo::JSON qw(decode_json from_json);

# A user agent that fetches nothing: a remote reference is an error.
package Refuse {
    sub new { bless {}, shift }
    sub get { die "remote reference $_[1]\n" }
}

my ($folder) = @ARGV;
my %prepared;
binmode STDIN;
binmode STDOUT;
while (my $line = <STDIN>) {
    chomp $line;
    my ($name, $text) = split /\t/, $line, 2;
    # Not `decode_json`, which refuses noncharacters such as U+FFFF: JSON allows them.
    utf8::decode($text);
    my $verdict = eval {
        $prepared{$name} //= do {
            my $schema = decode_json(path($folder, "$name.json")->slurp);
            my $validator = JSON::Validator->new;
            $validator->store->ua(Refuse->new);
            $validator->schema($schema)->schema;
        };
        my @errors = $prepared{$name}->validate(from_json($text));
        @errors ? "0" : "1";
    };
    if (!defined $verdict) {
        $verdict = "error $@";
        $verdict =~ s/\n/ /g;
    }
    print "$verdict\n";
}
