import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Input that is no answer of AWS, and what the message about it has to say. */
record BadAnswer(String name, String says, byte[] input) {
    private static final String SECRET = AwsAnswer.SECRET;
    private static final String ID = AwsAnswer.ID;
    private static final String TOKEN = AwsAnswer.TOKEN;
    private static final String KEYS = "'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': SECRET";

    /** Text that is no JSON, or only the beginning of some. */
    private static final List<BadAnswer> WORDS = List.of(
            new BadAnswer("empty", "nothing to read", ""),
            new BadAnswer("whitespace", "nothing to read", " \r\n\t "),
            new BadAnswer("a byte order mark alone", "nothing to read", "\uFEFF"),
            new BadAnswer(
                    "no JSON",
                    "not JSON (the AWS CLI prints it with --output json), line 3, column 19",
                    "{\n'Credentials':\n  {'AccessKeyId': wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY}}"),
            new BadAnswer("a secret alone", "not JSON", SECRET),
            new BadAnswer(
                    "--output text",
                    "--output json), line 1, column 1",
                    "CREDENTIALS\t" + ID + "\t2099-01-01T00:00:00Z\t" + SECRET + "\t" + TOKEN),
            new BadAnswer(
                    "--output yaml",
                    "--output json), line 1, column 1",
                    "Credentials:\n  AccessKeyId: " + ID + "\n  SecretAccessKey: " + SECRET),
            new BadAnswer("exports", "shell commands, not JSON", "export AWS_SECRET_ACCESS_KEY=" + SECRET),
            new BadAnswer(
                    "our own", "shell commands, not JSON", "unset AWS_PROFILE;\nexport AWS_SECRET_ACCESS_KEY='';"),
            new BadAnswer("fish", "shell commands, not JSON", "set -gx AWS_SECRET_ACCESS_KEY '" + SECRET + "';"),
            new BadAnswer("csh", "shell commands, not JSON", "setenv AWS_SECRET_ACCESS_KEY '" + SECRET + "';"),
            new BadAnswer("a .env file", "shell commands, not JSON", "AWS_SECRET_ACCESS_KEY=" + SECRET),
            new BadAnswer("PowerShell", "shell commands, not JSON", "$Env:AWS_SECRET_ACCESS_KEY=\"" + SECRET + "\""),
            new BadAnswer("cmd.exe", "shell commands, not JSON", "set AWS_SECRET_ACCESS_KEY=" + SECRET),
            new BadAnswer("words before", "words around the JSON: leave out 2>&1", "Refreshing ...\n{" + KEYS + "}"),
            new BadAnswer("words behind", "words around the JSON: leave out 2>&1", "{" + KEYS + "}\nand a warning"),
            new BadAnswer("usage", "words, not JSON", "\nusage: aws [options] " + SECRET + "\naws: error: argument"),
            new BadAnswer(
                    "no profile", "words, not JSON", "\nThe config profile (" + SECRET + ") could not be found\n"),
            new BadAnswer(
                    "no connection",
                    "words, not JSON",
                    "\nCould not connect to the endpoint URL: \"" + SECRET + "\"\n"),
            new BadAnswer(
                    "no keys",
                    "words, not JSON",
                    "\nUnable to locate credentials. You can configure credentials by running \"aws configure\"."),
            new BadAnswer("single quotes", "not JSON", "{\u2018SecretAccessKey\u2019: \u2018" + SECRET + "\u2019}"),
            new BadAnswer("a number that is none", "not JSON", "{" + KEYS + ", 'Expiration': 12wJalrXUtnFEMI}"),
            new BadAnswer("an escape that is none", "not JSON", "{'SecretAccessKey': '\\wJalrXUtnFEMI'}"),
            new BadAnswer("a line break in a string", "not JSON", "{" + KEYS + ", 'a': 'wJalrXUtnFEMI\n'}"),
            new BadAnswer("cut short", "cut short, line 2, column", "{'Credentials':\n{" + KEYS),
            new BadAnswer(
                    "cut short in a secret",
                    "cut short",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': 'wJalrXUtnFEMI/K7MDENG"),
            new BadAnswer(
                    "an error of the AWS CLI",
                    "an error message of the AWS CLI (AccessDenied), not JSON",
                    "\nAn error occurred (AccessDenied) when calling the AssumeRole operation: User: " + SECRET
                            + " is not authorized"),
            new BadAnswer(
                    "an error of the AWS CLI 2",
                    "an error message of the AWS CLI (ExpiredToken), not JSON",
                    "\n"
                            + "aws: [ERROR]: An error occurred (ExpiredToken) when calling the AssumeRole operation:"
                            + " The security token included in the request is expired"),
            new BadAnswer(
                    "an error that quotes",
                    "an error message of the AWS CLI, not JSON",
                    "An error occurred (" + SECRET + ") when"));

    /** Other documents than one JSON object. */
    private static final List<BadAnswer> OTHER_DOCUMENTS = List.of(
            new BadAnswer("HTML", "this is HTML or XML", "<!DOCTYPE html>\n<html><title>Sign in</title>" + SECRET),
            new BadAnswer("XML", "this is HTML or XML", "\uFEFF <AssumeRoleResponse><SecretAccessKey>" + SECRET),
            new BadAnswer("HTML in UTF-16", "this is HTML or XML", "<html>".getBytes(StandardCharsets.UTF_16)),
            new BadAnswer(
                    "two documents", "more than one JSON document, line 2, column 1", "{" + KEYS + "}\n{" + KEYS + "}"),
            new BadAnswer("something after the document", "not JSON", "{" + KEYS + "} " + SECRET),
            new BadAnswer("a field twice", "one field twice, line 1", "{" + KEYS + ", 'AccessKeyId': 'x'}"),
            new BadAnswer("a secret as a field twice", "one field twice", "{" + KEYS + ", SECRET: 1, SECRET: 2}"),
            new BadAnswer("an unknown field twice", "one field twice", "{" + KEYS + ", 'a': {'b': 1, 'b': 1}}"),
            new BadAnswer("a string", "the JSON is not an object", "SECRET"),
            new BadAnswer("a list", "the JSON is not an object", "[{" + KEYS + "}]"),
            new BadAnswer("null", "the JSON is not an object", "null"));

    /** Objects whose fields are not those of credentials. */
    private static final List<BadAnswer> FIELDS = List.of(
            new BadAnswer("nothing in it", "no AccessKeyId", "{}"),
            new BadAnswer("Credentials as a string", "Credentials is not an object", "{'Credentials': SECRET}"),
            new BadAnswer("Credentials as null", "Credentials is not an object", "{'Credentials': null}"),
            new BadAnswer("no AccessKeyId", "no AccessKeyId", "{'Credentials': {'SecretAccessKey': SECRET}}"),
            new BadAnswer(
                    "no SecretAccessKey",
                    "no SecretAccessKey",
                    "{'Credentials': {'AccessKeyId': ID, 'SessionToken': TOKEN}}"),
            new BadAnswer(
                    "no SessionToken",
                    "no SessionToken",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET}}"),
            new BadAnswer(
                    "AccessKeyId as a number",
                    "AccessKeyId is not a string",
                    "{'AccessKeyId': 1, 'SecretAccessKey': SECRET}"),
            new BadAnswer(
                    "SecretAccessKey as a list",
                    "SecretAccessKey is not a string",
                    "{'AccessKeyId': ID, 'SecretAccessKey': [SECRET]}"),
            new BadAnswer(
                    "SessionToken as an object",
                    "SessionToken is not a string",
                    "{" + KEYS + ", 'SessionToken': {TOKEN: TOKEN}}"),
            new BadAnswer(
                    "SessionToken as false", "SessionToken is not a string", "{" + KEYS + ", 'SessionToken': false}"),
            new BadAnswer("Expiration as a word", "Expiration is not a time", "{" + KEYS + ", 'Expiration': SECRET}"),
            new BadAnswer(
                    "AssumedRoleUser without Arn",
                    "no Arn",
                    "{'Credentials': {" + KEYS + "}, 'AssumedRoleUser': {'AssumedRoleId': 'x'}}"));

    /** Credentials that no environment should hold. */
    private static final List<BadAnswer> VALUES = List.of(
            new BadAnswer(
                    "an empty AccessKeyId", "AccessKeyId is empty", "{'AccessKeyId': '', 'SecretAccessKey': SECRET}"),
            new BadAnswer(
                    "an empty SecretAccessKey",
                    "SecretAccessKey is empty",
                    "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': ''}"),
            new BadAnswer("an empty SessionToken", "SessionToken is empty", "{" + KEYS + ", 'SessionToken': ''}"),
            new BadAnswer(
                    "NUL in a key",
                    "SecretAccessKey holds a control character",
                    "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'wJalrXUtnFEMI\\u0000'}"),
            new BadAnswer(
                    "a line break in a key",
                    "SecretAccessKey holds a control character",
                    "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'wJalrXUtnFEMI\\n'}"),
            new BadAnswer(
                    "an escape sequence in a key",
                    "AccessKeyId holds a control character",
                    "{'AccessKeyId': 'AKIA\\u001b[2J', 'SecretAccessKey': SECRET}"),
            new BadAnswer(
                    "a C1 control character in a token",
                    "SessionToken holds a control character",
                    "{" + KEYS + ", 'SessionToken': 'wJalrXUtnFEMI\\u009b'}"),
            new BadAnswer(
                    "half a surrogate pair in a key",
                    "SecretAccessKey holds a control character, or what is no character",
                    "{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': 'wJalrXUtnFEMI\\ud800'}"),
            new BadAnswer(
                    "Latin-1",
                    "not JSON",
                    "{\"AccessKeyId\": \"AKIAIOSFODNN7EXAMPLE\", \"SecretAccessKey\": \"wJalrXUtnFEMI\u00e9\"}"
                            .getBytes(StandardCharsets.ISO_8859_1)),
            new BadAnswer(
                    "half a surrogate pair in UTF-16",
                    "SecretAccessKey holds a control character, or what is no character",
                    new String(
                                    AwsAnswer.json("{'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey':"
                                                    + " 'wJalrXUtnFEMI\0x'}")
                                            .getBytes(StandardCharsets.UTF_16LE),
                                    StandardCharsets.ISO_8859_1)
                            .replace("\0\0\0x", "\0\0\u00d8x")
                            .getBytes(StandardCharsets.ISO_8859_1)),
            new BadAnswer("half a UTF-16 character", "not JSON", new byte[] {'{', 0, '}'}),
            new BadAnswer("a program", "not JSON", new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, (byte) 0xff}));

    /** More than a reader should take. */
    private static final List<BadAnswer> SIZES = List.of(
            new BadAnswer(
                    "100,000 levels",
                    "nested too deep",
                    "{" + KEYS + ", 'a': " + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
            new BadAnswer("100,000 levels of objects, cut short", "nested too deep", "{'a':".repeat(100_000)),
            new BadAnswer(
                    "100,000 digits",
                    "too long a name or number",
                    "{" + KEYS + ", 'Expiration': " + "1".repeat(100_000) + "}"),
            new BadAnswer("over a megabyte", "over a megabyte", "{" + KEYS + ", 'a': '" + "x".repeat(1 << 20) + "'}"));

    /** AWS's own words for why there are no credentials, and its other files. */
    private static final List<BadAnswer> REFUSALS = List.of(
            new BadAnswer(
                    "EC2's refusal",
                    "no credentials: AssumeRoleUnauthorizedAccess",
                    "{'Code': 'AssumeRoleUnauthorizedAccess', 'Message': 'EC2 cannot assume the role. " + SECRET
                            + "'}"),
            new BadAnswer("EC2's refusal with keys", "no credentials: Failed", "{'Code': 'Failed', " + KEYS + "}"),
            new BadAnswer(
                    "ECS's refusal",
                    "no credentials: NoIdInRequest",
                    "{'code': 'NoIdInRequest', 'message': 'CredentialsV2Request: No Credential ID in the request',"
                            + " 'HTTPErrorCode': 400}"),
            new BadAnswer(
                    "Cognito's refusal",
                    "no credentials: NotAuthorizedException",
                    "{'__type': 'NotAuthorizedException', 'message': 'Access to Identity is forbidden.'}"),
            new BadAnswer("a refusal that quotes", "why there are no credentials", "{'Code': SECRET}"),
            new BadAnswer("an inactive key", "inactive", "{'AccessKey': {" + KEYS + ", 'Status': 'Inactive'}}"),
            new BadAnswer(
                    "~/.aws/sso/cache",
                    "'aws configure export-credentials",
                    "{'startUrl': 'https://x.awsapps.com/start', 'region': 'us-east-1', 'accessToken': TOKEN,"
                            + " 'expiresAt': '2099-01-01T00:00:00Z'}"),
            new BadAnswer(
                    "~/.aws/sso/cache, the registration",
                    "no AccessKeyId",
                    "{'clientId': 'x', 'clientSecret': SECRET, 'expiresAt': '2099-01-01T00:00:00Z'}"));

    static final List<BadAnswer> ALL = Stream.of(WORDS, OTHER_DOCUMENTS, FIELDS, VALUES, SIZES, REFUSALS)
            .flatMap(List::stream)
            .toList();

    private BadAnswer(String name, String says, String input) {
        this(name, says, AwsAnswer.json(input).getBytes(StandardCharsets.UTF_8));
    }
}
