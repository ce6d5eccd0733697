import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does, with what a user has: jbangw in an empty home, a real bash, the real AWS CLI, two STS. */
class EndToEndTest {
    private static final String DEV_ACCOUNT =
            "arn:aws:sts::123456789123:assumed-role/OrganizationAccountAccessRole/DevAccount";
    private static final String ASSUME =
            "jbang assume@org redbeard --account 123456789123 --role OrganizationAccountAccessRole --role-session-name"
                    + " DevAccount";
    private static final String AWS = "AWS_PROFILE=redbeard aws sts assume-role --role-arn"
            + " arn:aws:iam::123456789123:role/OrganizationAccountAccessRole --role-session-name DevAccount";
    /** The names of the AWS variables that the shell has, on one line. */
    private static final String NAMES = "; compgen -v | grep -E '^(AWS_|export$)' | sort | tr '\\n' ' '; echo";

    private static final String LOADED =
            "AWS_ACCESS_KEY_ID AWS_CREDENTIAL_EXPIRATION AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN ";

    /** One home for all of these tests, empty at first. */
    @TempDir
    static Path home;

    @BeforeAll
    static void theVeryFirstRunPrintsNothingButTheProduct() throws IOException {
        Program.need("bash", "aws");
        Program.Ran first = practice("true").run();
        assertEquals(0, first.status(), first.err());
        assertEquals("", first.out());
    }

    @Test
    void assumeThenWhoami() {
        Program.Ran ran =
                practice("source <(" + ASSUME + ") && jbang whoami@org").run();
        assertEquals(DEV_ACCOUNT + "\n", ran.out(), ran.err());
        assertEquals(0, ran.status());
    }

    @Test
    void theDocumentsPipelineComposed() {
        Program.Ran ran = practice("source <(" + AWS + " | jbang sts2env@org)" + NAMES + """

            aws sts get-caller-identity --query Arn --output text
            source <(jbang unset@org)\
            """ + NAMES + """

            aws --profile redbeard sts get-caller-identity --query Arn --output text
            """)
                .run();
        assertEquals(
                List.of(LOADED, DEV_ACCOUNT, "", "arn:aws:iam::111122223333:user/redbeard"), ran.lines(), ran.err());
    }

    @Test
    void evalUnquotedLoadsTheSameVariables() {
        Program.Ran ran = practice("eval $(" + AWS + " | jbang sts2env@org)" + NAMES
                        + "\naws sts get-caller-identity --query Arn --output text")
                .run();
        assertEquals(List.of(LOADED, DEV_ACCOUNT), ran.lines(), ran.err());
    }

    @Test
    void twiceInARowBothSignedByTheProfile() {
        Program.Ran ran = practice("source <(" + ASSUME + " --no-cache); one=$AWS_ACCESS_KEY_ID; source <(" + ASSUME
                        + " --no-cache) || echo failed\n"
                        + "[ \"$one\" != \"$AWS_ACCESS_KEY_ID\" ] && aws sts get-caller-identity --query Arn"
                        + " --output text")
                .run();
        assertEquals(List.of(DEV_ACCOUNT), ran.lines(), ran.err());
    }

    @Test
    void aDeniedRoleLeavesTheEnvironmentAndFailsVisibly() {
        String denied = "jbang assume@org redbeard --account 123456789123 --role Nobody";
        Program.Ran ran = practice(denied
                        + " 2>&1 >out | grep -v '^\\[jbang\\]' >err; echo ${PIPESTATUS[0]}; cat out; wc -l < err; cat"
                        + " err\n"
                        + "export AWS_ACCESS_KEY_ID=before; env | sort > a; source <(" + denied
                        + " 2>/dev/null) && echo reached; env | sort > b; cmp a b && echo untouched")
                .run();
        assertEquals(List.of("1", "false;", "1"), ran.lines().subList(0, 3), ran.out());
        assertTrue(
                ran.lines().get(3).matches(".*user/redbeard may not assume .*role/Nobody.*trust policy.*"), ran.out());
        assertEquals("untouched", ran.lines().get(ran.lines().size() - 1), ran.out());
        assertFalse(ran.out().contains("reached"), ran.out());
    }

    @Test
    void unsetRunsNoNameAndReadsNoValue() throws IOException {
        Path folder = Files.createDirectory(home.resolve("hostile"));
        Program.Ran ran = Program.of(
                        "env",
                        "AWS_X;touch pwned;=1",
                        "NOTE=see AWS docs",
                        "AWS_PROFILE=gone",
                        "bash",
                        "-c",
                        "source <(" + Program.root() + "/jbangw unset) && echo \"$NOTE,$AWS_PROFILE\"; ls")
                .with("HOME", home)
                .with("JBANG_DIR", home.resolve(".jbang"))
                .in(folder)
                .run();
        assertEquals(List.of("see AWS docs,"), ran.lines(), ran.err());
    }

    /** The function that README.md gives people for their profile file, word for word. */
    @Test
    void theShellFunctionKeepsTheExitStatusAndRunsNothingThatIsNoProduct() throws IOException {
        String readme = Files.readString(Program.root().resolve("README.md"));
        String lines =
                readme.substring(readme.indexOf("assume() {"), readme.indexOf("```", readme.indexOf("assume() {")));
        Program.Ran ran = practice("shopt -s expand_aliases\n" + lines + """

            assume redbeard --account 123456789123 --role Nobody; echo $?; assume --role; echo $?; assume --help; echo $?
            assume dev -- sh -c 'echo "echo from-command"; exit 7'; echo $?
            echo "$AWS_ASSUMED_ROLE,"
            assume audit --role-session-name DevAccount; echo $?; echo $AWS_ASSUMED_ROLE
            UNSET_AWS; echo "$AWS_ASSUMED_ROLE,"
            """).run();
        assertEquals(
                List.of(
                        "1",
                        "2",
                        "0",
                        "echo from-command",
                        "7",
                        ",",
                        "0",
                        "arn:aws:sts::123456789123:assumed-role/Auditor/DevAccount",
                        ","),
                ran.lines(),
                ran.err());
    }

    /** moto's STS, which nobody here wrote, and the real AWS CLI afterwards with nothing but what was exported. */
    @Test
    void aSecondStsAndTheRealAwsCli() throws IOException, InterruptedException {
        moto(Map.of(), endpoint -> {
            Home files = Home.in(Files.createDirectory(home.resolve("moto")), endpoint);
            Program.Ran ran = Program.of(
                            "bash",
                            "-c",
                            "source <(" + Program.root()
                                    + "/jbangw assume redbeard --account 123456789123 --role Any/Role"
                                    + " --role-session-name me) && rm \"$HOME/.aws/credentials\" && aws sts"
                                    + " get-caller-identity --query Arn --output text")
                    .with("HOME", files.folder())
                    .with("JBANG_DIR", home.resolve(".jbang"))
                    .run();
            assertTrue(
                    ran.out().matches("arn:aws:sts::123456789123:assumed-role/(Any/)?Role/me\n"),
                    ran.out() + ran.err());
        });
    }

    /** moto again, now with IAM's word on every call: users, a role and a policy made by the real AWS CLI. */
    @Test
    void aPermittedUserAssumesAndAForbiddenOneIsDenied() throws IOException, InterruptedException {
        moto(Map.of("INITIAL_NO_AUTH_ACTION_COUNT", "6"), endpoint -> {
            Home files = Home.in(Files.createDirectory(home.resolve("iam")), endpoint);
            Program.Ran made = Program.of("bash", "-ec", """
                export AWS_PROFILE=redbeard
                for user in may maynot; do
                    aws iam create-user --user-name $user >/dev/null
                    aws iam create-access-key --user-name $user --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text |
                        { read id secret; printf '[%s]\naws_access_key_id=%s\naws_secret_access_key=%s\n' $user $id $secret; } >>~/.aws/credentials
                    printf '[profile %s]\nregion=eu-central-1\nendpoint_url=%s\n' $user "$0" >>~/.aws/config
                done
                aws iam put-user-policy --user-name may --policy-name p --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}'
                aws iam create-role --role-name Guarded --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/may"},"Action":"sts:AssumeRole"}]}' >/dev/null
                """, endpoint)
                    .with("HOME", files.folder())
                    .run();
            assertEquals(0, made.status(), made.err());
            Home.Said permitted = files.call(
                    assume::run, "may", "--account", "123456789012", "--role", "Guarded", "--role-session-name", "me");
            assertTrue(permitted.out().contains("assumed-role/Guarded/me'"), permitted.err());
            Home.Said forbidden = files.call(assume::run, "maynot", "--account", "123456789012", "--role", "Guarded");
            assertEquals("false;\n", forbidden.out());
            assertTrue(
                    forbidden
                            .err()
                            .contains("arn:aws:iam::123456789012:user/maynot may not assume"
                                    + " arn:aws:iam::123456789012:role/Guarded"),
                    forbidden.err());
        });
    }

    /**
     * The catalog over HTTP, used from an empty directory: every //SOURCES and //FILES comes from a URL, and nothing is
     * cached yet.
     */
    @Test
    void theCatalogFromAUrl() throws IOException {
        Path root = Program.root();
        HttpServer web = web(root);
        try {
            Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
            String script = "jbangw=$1; \"$jbangw\" catalog add --name org \"$2\" >&2 || exit; cd empty\n"
                    + "\"$jbangw\" unset@org > ../unset.out; echo $?\n"
                    + "\"$jbangw\" practice@org -- bash -c '" + "source <(" + ASSUME + ") && jbang whoami@org'";
            Files.createDirectory(elsewhere.resolve("empty"));
            Program.Ran ran = Program.of(
                            "bash",
                            "-c",
                            script,
                            "bash",
                            root + "/jbangw",
                            "http://127.0.0.1:" + web.getAddress().getPort() + "/jbang-catalog.json")
                    .with("HOME", elsewhere)
                    .with("JBANG_DIR", elsewhere.resolve(".jbang"))
                    .with("AWS_REGION", "nowhere")
                    .in(elsewhere)
                    .seconds(240)
                    .run();
            assertEquals(List.of("0", DEV_ACCOUNT), ran.lines(), ran.err());
            assertEquals(
                    "unset AWS_REGION;\n", Files.readString(elsewhere.resolve("unset.out")), "the first run of all");
        } finally {
            web.stop(0);
        }
    }

    /** The files of the repository, as a web server hands them out. */
    private static HttpServer web(Path root) throws IOException {
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            Path file = root.resolve("." + exchange.getRequestURI().getPath()).normalize();
            boolean found = file.startsWith(root) && Files.isRegularFile(file);
            byte[] content = found ? Files.readAllBytes(file) : new byte[0];
            exchange.sendResponseHeaders(found ? 200 : 404, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        web.start();
        return web;
    }

    @Test
    void everyAliasSaysWhatItDoes() throws IOException {
        Program.Ran ran =
                jbangw("alias", "list", "--format", "json").in(Program.root()).run();
        Map<String, Integer> described = new TreeMap<>();
        for (Object alias : JSON.std.listFrom(ran.out())) {
            var fields = (Map<?, ?>) alias;
            described.put((String) fields.get("name"), ((String) fields.get("description")).length());
        }
        assertEquals(
                Set.of(
                        "assume",
                        "console",
                        "each",
                        "install",
                        "login",
                        "practice",
                        "profiles",
                        "sts2env",
                        "unset",
                        "whoami"),
                described.keySet());
        assertTrue(described.values().stream().allMatch(length -> length > 60), described.toString());
    }

    private interface WithEndpoint {
        void use(String endpoint) throws IOException;
    }

    private static void moto(Map<String, String> settings, WithEndpoint test) throws IOException, InterruptedException {
        Program.need("moto_server");
        try (Moto moto = new Moto(Files.createTempDirectory(home, "moto"), settings)) {
            test.use(moto.url);
        }
    }

    private static Program practice(String script) {
        return jbangw("practice", "--", "bash", "-c", script);
    }

    private static Program jbangw(String... args) {
        return Program.of(Stream.concat(Stream.of(Program.root() + "/jbangw"), Stream.of(args))
                        .toArray(String[]::new))
                .with("HOME", home)
                .with("JBANG_DIR", home.resolve(".jbang"))
                .in(home)
                .seconds(240);
    }
}
