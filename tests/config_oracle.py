"""What the AWS CLI's own botocore reads in ~/.aws/config and ~/.aws/credentials.

Started with a directory. For each line on stdin it reads the files LINE/config and LINE/credentials there and prints one
line of JSON:

refused      what botocore says when it refuses the files, else null
names        of the profiles, as people are shown them
profiles     name -> key -> value; a nested block is an object
sso_sessions, services   the same
unreadable   name of a profile -> [file, numbers of its lines that cannot be read; null where botocore tells none]
leniencies   why the rest is not what botocore itself reads, but what it reads in files that are repaired

The repairs are what lets people in whom botocore locks out, and each is one of LENIENCIES. Without any, all of it is
exactly the `full_config` of a botocore session.
"""

import configparser
import json
import os
import re
import sys

from botocore_parts import part

loader = part("configloader")
session = part("session")
exceptions = part("exceptions")

LENIENCIES = {
    "byte order mark": "editors on Windows write it, and nobody sees it",
    "section or key again": "the AWS SDKs take it: sections add up, the last value counts",
    "line": "only the profile it belongs to is refused, with file and line",
    "line in the block of a key": "the same",
    "line of no section": "before the first header or in [DEFAULT]: said when a profile that is asked for is not there",
    "name": "a header that the AWS CLI ignores or calls by its blanks and quotes, and whose meaning is plain",
}

SECTIONS = {"profile": "profiles", "sso-session": "sso_sessions", "services": "services"}
PARSER = configparser.RawConfigParser
parse_nested = loader._parse_nested
MARK = "mark of this test"
SESSION = session.Session()


def strict_reading(config, credentials):
    SESSION._config = None  # so that it reads them again; a new session takes ten times as long
    SESSION.set_config_variable("config_file", config)
    SESSION.set_config_variable("credentials_file", credentials)
    return SESSION.full_config


class Repaired:
    """One file as botocore reads it once what it refuses is repaired."""

    def __init__(self, path, leniencies):
        self.path = path
        self.leniencies = leniencies
        self.unreadable = {}  # header -> numbers of lines
        with open(path, encoding="utf-8", newline=None) as file:
            self.lines = file.read().split("\n")
        if self.lines[0].startswith("\ufeff"):
            self.lines[0] = self.lines[0][1:]
            leniencies.add("byte order mark")
        self.sections = self.parse()

    def parse(self):
        while (number := self.first_fault()) is not None:
            self.repair(number)
        self.note_duplicates()
        parser = PARSER(strict=False)
        parser.read_string("\n".join(self.lines))
        return {header: self.values(parser, header) for header in parser.sections()}

    def values(self, parser, header):
        values = {}
        for key in parser.options(header):
            value = parser.get(header, key)
            values[key] = self.block(header, key, value, parser) if value.startswith("\n") else value
        return values

    def first_fault(self):
        try:
            PARSER(strict=False).read_string("\n".join(self.lines))
            return None
        except configparser.MissingSectionHeaderError as error:
            return error.lineno
        except configparser.ParsingError as error:
            return error.errors[0][0]

    def repair(self, number):
        line = self.lines[number - 1].strip()
        is_header = line.startswith("[") and len(line) > 1 and not re.search("[=:]", line)
        self.lines[number - 1] = self.lines[number - 1].rstrip() + "]" if is_header else "#"
        header = self.section_at(number)
        if header is None or header == "DEFAULT":
            self.leniencies.add("line of no section")
        else:
            self.unreadable.setdefault(header, []).append(number)
            self.leniencies.add("line")

    def section_at(self, number):
        """The section to which a key after this line belongs."""
        marker = "marker of this test"
        parser = PARSER(strict=False)
        try:
            parser.read_string("\n".join(self.lines[:number] + [marker + " = 1"]))
        except configparser.MissingSectionHeaderError:
            return None
        if marker in parser.defaults():
            return "DEFAULT"
        return next(name for name in parser.sections() if marker in parser[name])

    def block(self, header, key, value, parser):
        try:
            return parse_nested(value)
        except ValueError:
            if key in parser._sections[header]:
                self.unreadable.setdefault(header, []).append(None)
                self.leniencies.add("line in the block of a key")
            else:
                self.leniencies.add("line of no section")
            lines = [line for line in value.split("\n") if is_block(line)]
            rest = "\n".join(lines).rstrip()
            return parse_nested(rest) if rest else ""

    def note_duplicates(self):
        try:
            PARSER().read_string("\n".join(self.lines))
        except (configparser.DuplicateSectionError, configparser.DuplicateOptionError):
            self.leniencies.add("section or key again")


def is_block(line):
    return all("=" in part or not part.strip() for part in line.splitlines())


def plain_name(header):
    """A header as it will have been meant: the type, or None, and the name without blanks and quotes around it."""
    plain = header.split("]")[0].strip()
    for kind in SECTIONS:
        rest = plain[len(kind) :]
        if plain.startswith(kind) and rest != rest.lstrip():
            return kind, unquoted(rest.strip())
    return None, unquoted(plain)


def unquoted(name):
    is_quoted = len(name) > 1 and name[0] in "\"'" and name[-1] == name[0]
    return name[1:-1] if is_quoted else name


def lenient_reading(config_path, credentials_path):
    leniencies = set()
    config = Repaired(config_path, leniencies)
    credentials = Repaired(credentials_path, leniencies)
    # A mark tells which section it was after botocore's own function has given it a name.
    marked = {header: dict(values, **{MARK: header}) for header, values in config.sections.items()}
    full = loader.build_profile_map(marked)
    result = {target: full[target] for target in SECTIONS.values()}
    for header in marked:
        kind, name = plain_name(header)
        if kind is None and name == "default":
            kind = "profile"
        if kind and name and not is_read(header) and name not in result[SECTIONS[kind]]:
            result[SECTIONS[kind]][name] = marked[header]
            leniencies.add("name")
    unreadable = {
        name: ["config", config.unreadable[values[MARK]]]
        for name, values in result["profiles"].items()
        if values[MARK] in config.unreadable
    }
    names = set(result["profiles"])
    for name, header in profiles_of(credentials, names, leniencies).items():
        result["profiles"].setdefault(name, {}).update(credentials.sections[header])
        if header in credentials.unreadable:
            unreadable.setdefault(name, ["credentials", credentials.unreadable[header]])
    for target in ("sso_sessions", "services"):
        readable = {name: values for name, values in result[target].items() if values[MARK] not in config.unreadable}
        result[target] = readable  # the others are refused where a profile refers to them
    for target in SECTIONS.values():
        for values in result[target].values():
            values.pop(MARK, None)
    result.update(unreadable=unreadable, names=sorted(names), leniencies=sorted(leniencies))
    return result


def profiles_of(credentials, names, leniencies):
    """The header for each name of a profile; `names` gets those that are shown to people."""
    headers = {header: header for header in credentials.sections}
    for header in credentials.sections:
        kind, name = plain_name(header)
        if kind is None and name and name != header:
            leniencies.add("name")
            names.add(name)
            headers.setdefault(name, header)
        else:
            names.add(header)
    return headers


def is_read(header):
    """Whether botocore gives this section of ~/.aws/config a name, even if another section takes it."""
    for kind in SECTIONS:
        if header.startswith(kind):
            return bool(loader._parse_section(header, {}))
    return header == "default"


def answer(config, credentials):
    lenient = lenient_reading(config, credentials)
    try:
        strict = strict_reading(config, credentials)
        lenient["refused"] = None
    except exceptions.ConfigParseError as error:
        lenient["refused"] = str(error)
        return lenient
    for target in SECTIONS.values():
        if not lenient["leniencies"]:
            assert strict.get(target, {}) == lenient[target], (strict, lenient)
    return lenient


def main():
    os.chdir(sys.argv[1])
    for line in sys.stdin:
        folder = line.rstrip("\n")
        print(json.dumps(answer(folder + "/config", folder + "/credentials")), flush=True)


if __name__ == "__main__":
    main()
