import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case given to one program, in a home and with servers of its own.
 *
 * @param calls what arrived, and in the end with which credentials the program was done, or that it refused
 */
record CaseRun(int status, List<String> calls, String out, String err, Map<String, String> product) {
    private static final String REFUSED = "refused";

    /** Of credentials that the AWS CLI printed: it does not tell the region. */
    static final String UNKNOWN = "(not told)";

    /** Who is asked. */
    enum Side {
        AWS,
        ASSUME
    }

    boolean hasRefused() {
        return status != 0;
    }

    /** @param folder an empty one; what is in it afterwards can be run again by hand: sh FOLDER/run.sh */
    static CaseRun of(ConformanceCase test, Side side, Path folder, CaseWorld world) throws IOException {
        try (CaseServers servers = new CaseServers(test, world.certificates())) {
            CaseFolder here = new CaseFolder(folder, test, servers.placeholders(folder));
            here.write();
            boolean isFork = side == Side.AWS && world.forks().isEnoughFor(test);
            List<String> arguments = isFork ? here.words(here.awsArguments()) : List.of();
            here.writeScripts(side, world);
            Program.Ran ran = isFork ? world.forks().run(here, arguments) : here.run();
            return result(here, servers.recording(), ran, side);
        }
    }

    /** The same of one of our commands as a call in this JVM, which saves starting one. */
    static CaseRun ofCall(ConformanceCase test, Path folder, CaseWorld world) throws IOException {
        try (CaseServers servers = new CaseServers(test, world.certificates())) {
            CaseFolder here = new CaseFolder(folder, test, servers.placeholders(folder));
            here.write();
            return result(here, servers.recording(), CaseCall.in(here).run(), Side.ASSUME);
        }
    }

    private static CaseRun result(CaseFolder here, Recording recording, Program.Ran ran, Side side) throws IOException {
        Path folder = here.folder();
        ConformanceCase test = here.test();
        List<String> calls = new ArrayList<>();
        Path processes = folder.resolve("processes");
        if (Files.exists(processes)) {
            Matcher each = Pattern.compile("(?m)^credential_process.*(\n  .*)*").matcher(Files.readString(processes));
            each.results().forEach(process -> calls.add(process.group()));
        }
        calls.addAll(recording.events());
        Map<String, String> product = new TreeMap<>();
        if (Files.exists(folder.resolve("product"))) {
            Files.readString(folder.resolve("product"))
                    .lines()
                    .filter(line -> line.contains("="))
                    .forEach(line ->
                            product.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        }
        if (ran.status() != 0) {
            calls.add(REFUSED);
        } else if (side == Side.ASSUME && !test.isWhoami()) {
            calls.add(credentials(withRegion(product)));
        } else if (side == Side.AWS && !test.isWhoami()) {
            useLastCall(calls, ran.out());
        }
        for (String file : here.filled(test.text("compares")).lines().toList()) {
            calls.add(file + "\n" + compared(here.home().resolve(file.substring("~/".length()))));
        }
        calls.replaceAll(call -> call.replace(folder.toString(), "{folder}"));
        return new CaseRun(ran.status(), calls, ran.out(), ran.err(), product);
    }

    /** What the AWS CLI signed its last call with is what assume's product has to be. */
    private static void useLastCall(List<String> calls, String out) throws IOException {
        String last = calls.isEmpty() ? "" : calls.get(calls.size() - 1);
        if (last.startsWith("GetCallerIdentity ")) {
            calls.remove(calls.size() - 1);
            calls.add(credentials(Map.of(
                    "AWS_ACCESS_KEY_ID", line(last, "key"),
                    "AWS_SECRET_ACCESS_KEY", line(last, "secret"),
                    "AWS_SESSION_TOKEN", line(last, "token"),
                    "AWS_REGION", line(last, "region"))));
        } else if (out.strip().startsWith("{") && JSON.std.mapFrom(out).get("Credentials") instanceof Map<?, ?> keys) {
            calls.add(credentials(Map.of(
                    "AWS_ACCESS_KEY_ID", keys.get("AccessKeyId").toString(),
                    "AWS_SECRET_ACCESS_KEY", keys.get("SecretAccessKey").toString(),
                    "AWS_SESSION_TOKEN", keys.get("SessionToken").toString(),
                    "AWS_REGION", UNKNOWN)));
        }
    }

    /** Which region a program will ask that is given these variables. */
    private static Map<String, String> withRegion(Map<String, String> product) {
        Map<String, String> variables = new TreeMap<>(product);
        variables.putIfAbsent("AWS_REGION", product.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
        return variables;
    }

    private static String credentials(Map<String, String> variables) {
        return "credentials\n  key = " + variables.get("AWS_ACCESS_KEY_ID")
                + "\n  secret = " + variables.get("AWS_SECRET_ACCESS_KEY")
                + "\n  token = " + variables.get("AWS_SESSION_TOKEN")
                + "\n  region = " + variables.get("AWS_REGION");
    }

    private static String line(String call, String name) {
        Matcher line = Pattern.compile("\n  " + name + " = (.*)").matcher(call);
        return line.find() ? line.group(1) : "none";
    }

    /** A JSON file in the order of its names; moments, which are others in each run, without their digits. */
    private static String compared(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "  is missing";
        }
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(JSON.std.mapFrom(Files.readString(file)))
                .forEach((name, value) -> lines.append("  ")
                        .append(name)
                        .append(" = ")
                        .append(value)
                        .append('\n'));
        return lines.toString()
                .stripTrailing()
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME");
    }
}
