// Parts 4 and 5 of LESSON.md: from JSON to commands. In place of:
//     jq -r '.Credentials | @sh "export ..."'
// In the sandbox: jbang examples/2-sts2env.jsh
// or paste it into: jshell --class-path "$(jbang info classpath examples/2-sts2env.jsh)"
//DEPS com.fasterxml.jackson.jr:jackson-jr-objects:2.22.1

import com.fasterxml.jackson.jr.ob.JSON;

var answer = """
        {"Credentials": {"AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                         "SecretAccessKey": "it's $(touch pwned)"}}
        """;
var keys = (Map<?, ?>) JSON.std.mapFrom(answer).get("Credentials");

// Between single quotes only a single quote is special: end the quotes, one with a backslash, begin them again.
String quoted(Object value) {
    return "'" + value.toString().replace("'", "'\\''") + "'";
}

System.out.println("export AWS_ACCESS_KEY_ID=" + quoted(keys.get("AccessKeyId")) + ";");
System.out.println("export AWS_SECRET_ACCESS_KEY=" + quoted(keys.get("SecretAccessKey")) + ";");
