import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whole answers that are not what STS would say, or not what a shell should be given. */
final class AnswerFaults {
    private final FaultRuns runs;
    private final FaultServer server;
    private final Path folder;

    AnswerFaults(FaultRuns runs, FaultServer server, Path folder) {
        this.runs = runs;
        this.server = server;
        this.folder = folder;
    }

    void start() throws Exception {
        statuses();
        statusesThatLeadElsewhere();
        errors();
        documents();
        doctypes();
        keys();
        sessions();
    }

    private void statuses() throws Exception {
        runs.answer("HTTP 500 and nothing", 500, "", "HTTP 500", "not as STS does");
        runs.answer(
                "HTTP 500 of STS's own",
                500,
                FaultServer.error("InternalFailure", "The request processing has failed"),
                "InternalFailure");
        runs.answer(
                "HTTP 503 with throttling",
                503,
                FaultServer.error("Throttling", "Rate exceeded"),
                "Throttling",
                "Rate exceeded");
        runs.answer(
                "HTTP 400 with throttling",
                400,
                FaultServer.error("Throttling", "Rate exceeded"),
                "Throttling",
                "Rate exceeded");
        runs.answer("HTTP 429", 429, "slow down", "HTTP 429", "not as STS does");
        runs.answer("HTTP 502 of a proxy", 502, "<html><body>Bad Gateway</body></html>", "HTTP 502", "not as STS does");
        runs.answer("HTTP 404", 404, "{\"message\": \"no Route matched\"}", "HTTP 404", "not as STS does");
        runs.answer("HTTP 204", 204, "", "not as STS does");
    }

    private void statusesThatLeadElsewhere() throws Exception {
        for (int status : List.of(401, 407)) {
            runs.fault(
                    "HTTP " + status,
                    server.answering(out -> FaultServer.write(
                            out,
                            FaultServer.head(
                                    status,
                                    "WWW-Authenticate: Basic realm=x",
                                    "Proxy-Authenticate: Basic realm=x",
                                    "Content-Length: 0"))),
                    "HTTP " + status);
        }
        for (int status : List.of(301, 302, 303, 307, 308)) {
            runs.fault(
                    "HTTP " + status + " to elsewhere",
                    server.answering(out -> FaultServer.write(
                            out, FaultServer.head(status, "Location: " + server.elsewhereUrl, "Content-Length: 0"))),
                    "HTTP " + status,
                    "not as STS does");
        }
    }

    private void errors() throws Exception {
        runs.answer(
                "an error that steers a terminal",
                403,
                "<?xml version=\"1.1\"?>"
                        + FaultServer.error(
                                "AccessDenied", "&#27;]0;pwned&#7;&#x9b;2J&#13;\n\u202eassume: all is well"),
                "\\u001b",
                "\\u009b",
                "\\u000a",
                "\\u202e");
        runs.answer(
                "an error of shell code",
                403,
                FaultServer.error("AccessDenied", "'; touch pwned; $(touch pwned) `touch pwned`\n touch pwned"),
                "may not assume");
        runs.answer(
                "an error of 100,000 words",
                403,
                FaultServer.error("AccessDenied", "word ".repeat(100_000)),
                "may not assume",
                "...");
        runs.answer(
                "an error whose code is shell code",
                403,
                FaultServer.error("$(touch pwned)\n';touch pwned", "x"),
                "STS refused");
    }

    private void documents() throws Exception {
        runs.answer("an empty answer", 200, "", "not as STS does");
        runs.answer(
                "HTML",
                200,
                "<!DOCTYPE html><html><head><title>Log in</title></head><body><br></body></html>",
                "not as STS does");
        runs.answer("XHTML", 200, "<html><head><title>Log in</title></head></html>", "not as STS does");
        runs.answer("JSON", 200, "{\"Credentials\": {}}", "not as STS does");
        runs.answer("no text at all", 200, "\0\u0001\u0002\u00ff", "not as STS does");
        runs.answer(
                "XML cut in the middle",
                200,
                FaultRuns.ANSWER.substring(0, FaultRuns.ANSWER.indexOf("</SecretAccessKey>") - 3),
                "not as STS does");
        runs.answer(
                "XML cut at its end",
                200,
                FaultRuns.ANSWER.substring(0, FaultRuns.ANSWER.length() - 3),
                "not as STS does");
        runs.answer("XML of another call", 200, FaultRuns.IDENTITY, "not as STS does");
        runs.answer(
                "XML of nothing",
                200,
                "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>",
                "not as STS does");
        runs.answer("XML nested 100,000 deep", 200, "<a>".repeat(100_000), "not as STS does");
    }

    private void doctypes() throws Exception {
        Path file = Files.writeString(folder.resolve("private"), "PRIVATE");
        doctype("an entity from elsewhere", "<!DOCTYPE x [<!ENTITY e SYSTEM '" + server.elsewhereUrl + "/e'>]>");
        doctype("an entity from a file", "<!DOCTYPE x [<!ENTITY e SYSTEM '" + file.toUri() + "'>]>");
        doctype("a DTD from elsewhere", "<!DOCTYPE x SYSTEM '" + server.elsewhereUrl + "/dtd'>");
        doctype(
                "a parameter entity from elsewhere",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM '" + server.elsewhereUrl + "/p'> %p;]>");
        doctype("an entity of its own", "<!DOCTYPE x [<!ENTITY e 'ASIAIOSFODNN7EXAMPLE'>]>");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 32; i++) {
            laughs.append("<!ENTITY l%d '&l%d;&l%d;&l%d;'>".formatted(i, i - 1, i - 1, i - 1));
        }
        doctype("a billion laughs", laughs + "<!ENTITY e '&l31;'>]>");
        doctype("a billion laughs in an attribute", laughs + "<!ENTITY e 'x'><!ATTLIST AccessKeyId a CDATA '&l31;'>]>");
    }

    private void doctype(String name, String doctype) throws Exception {
        runs.answer(name, 200, doctype + FaultRuns.ANSWER.replace("ASIAIOSFODNN7EXAMPLE", "&e;"), "not as STS does");
        runs.answer(
                name + ", in an error",
                403,
                doctype + FaultServer.error("AccessDenied", "&e;"),
                "may not assume",
                "(AccessDenied");
    }

    private void keys() throws Exception {
        runs.given("no AccessKeyId", "<AccessKeyId>[^/]*/AccessKeyId>", "", "no AccessKeyId");
        runs.given("an empty AccessKeyId", "ASIAIOSFODNN7EXAMPLE", "", "AccessKeyId");
        runs.given(
                "a line break in AccessKeyId",
                "ASIAIOSFODNN7EXAMPLE",
                "ASIA\ntouch pwned",
                "AccessKeyId holds a control character");
        runs.given(
                "an escape sequence in AccessKeyId",
                "<AssumeRoleResponse(.*)ASIAIOSFODNN7EXAMPLE",
                "<?xml version=\"1.1\"?><AssumeRoleResponse$1ASIA&#27;[2J",
                "AccessKeyId holds a control character");
        runs.given(
                "a C1 control in AccessKeyId",
                "ASIAIOSFODNN7EXAMPLE",
                "ASIA&#x9b;2J",
                "AccessKeyId holds a control character");
        runs.given(
                "what is no character in AccessKeyId",
                "ASIAIOSFODNN7EXAMPLE",
                "ASIA&#xfffd;",
                "AccessKeyId holds a control character");
        runs.given("no SecretAccessKey", "<SecretAccessKey>.*/SecretAccessKey>", "", "no SecretAccessKey");
        runs.given("a tab in SecretAccessKey", FaultRuns.GIVEN, "$0&#9;x", "SecretAccessKey holds a control character");
    }

    private void sessions() throws Exception {
        runs.given("no SessionToken", "<SessionToken>.*/SessionToken>", "", "no SessionToken");
        runs.given("a line break in SessionToken", "AQoDYXdzEJr", "a\n$0", "SessionToken holds a control character");
        runs.given("an Expiration that is no time", "2099-01-01T00:00:00Z", "\\$(touch pwned)", "not as STS does");
        runs.given("an Expiration far away", "2099-", "+999999-", "Expiration is not a time");
        runs.given(
                "an Arn with a line break",
                "(assumed-role/Audit)/me",
                "$1\ntouch pwned",
                "Arn holds a control character");
        runs.given("no Arn", "<Arn>.*/Arn>", "", "no Arn");
        runs.given(
                "a PackedPolicySize that is no number",
                "</AssumedRoleUser>",
                "$0<PackedPolicySize>x</PackedPolicySize>",
                "not as STS does");
        runs.given("no AssumedRoleUser", "<AssumedRoleUser>.*/AssumedRoleUser>", "", "not as STS does");
        runs.given("no Credentials", "<Credentials>.*/Credentials>", "", "not as STS does");
        runs.whoami("whoami: no Arn", FaultRuns.IDENTITY.replaceAll("<Arn>.*/Arn>", ""), "not as STS does");
        runs.whoami(
                "whoami: an Arn of two lines",
                FaultRuns.IDENTITY.replace("user/redbeard", "user/\n/red"),
                "Arn holds a control character");
        runs.whoami("whoami: nothing", "<a/>", "not as STS does");
    }
}
