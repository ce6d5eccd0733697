//SOURCES AwsCli2.java conformance/*.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ~/.aws/cli/cache is shared with the AWS CLI 2 as well, roles and single sign-on. The version that Debian has knows no
 * endpoint_url, so a proxy leads AWS's own addresses to servers on this computer.
 */
class AwsCli2Test {
    private static final String ROLES = """
        [profile redbeard]
        region = eu-central-1
        [profile named]
        region = eu-central-1
        source_profile = redbeard
        role_arn = arn:aws:iam::123456789123:role/OrganizationAccountAccessRole
        role_session_name = from-profile
        [profile timed]
        region = eu-central-1
        source_profile = redbeard
        role_arn = arn:aws:iam::123456789123:role/OrganizationAccountAccessRole
        duration_seconds = 1800
        """;
    private static final String SIGNED_ON = """
        [profile signed-on]
        sso_session = my corp
        sso_account_id = 123456789123
        sso_role_name = Developer
        region = eu-central-1
        [sso-session "my corp"]
        sso_region = eu-west-1
        sso_start_url = https://corp.awsapps.com/start
        [profile legacy]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        sso_account_id = 123456789123
        sso_role_name = Developer
        region = eu-central-1
        """;

    @TempDir
    static Path shared;

    private static TestCertificates certificates;

    @TempDir
    Path folder;

    private final Recording recording = new Recording();
    private PracticeSts sts;
    private RecordingServer portal;
    private RecordingProxy proxy;
    private Home home;

    @BeforeAll
    static void certify() throws IOException, GeneralSecurityException {
        AwsCli2.need();
        certificates = TestCertificates.in(shared);
    }

    @BeforeEach
    void start() throws IOException {
        sts = PracticeSts.start(Clock.systemUTC(), PracticeWorld.USERS, PracticeWorld.ROLES, certificates.context());
        portal = new RecordingServer(
                "portal", certificates.context(), recording, new StandIns(List.of()), List.of(Home.SECRET));
        String profiles = PracticeWorld.profiles(folder.toString()).entrySet().stream()
                .filter(profile -> !profile.getKey().equals("redbeard"))
                .map(profile -> "[profile " + profile.getKey() + "]\nregion = eu-central-1\n" + profile.getValue())
                .collect(Collectors.joining("\n"));
        home = Home.in(folder, "").files(ROLES + profiles + SIGNED_ON, """
            [redbeard]
            aws_access_key_id = %s
            aws_secret_access_key = %s
            """.formatted(Home.KEY_ID, Home.SECRET));
        Files.writeString(folder.resolve("web-identity-token"), sts.actions().webIdentityToken());
    }

    /** Everything that is called by its own name is this server from now on. */
    private void leadTo(int port) throws IOException {
        proxy = new RecordingProxy("proxy", false, recording, 0, port);
        home = home.with("HTTPS_PROXY", "http://127.0.0.1:" + recording.ports().get("proxy"))
                .with("AWS_CA_BUNDLE", certificates.bundle().toString());
    }

    @AfterEach
    void stop() throws IOException {
        sts.close();
        portal.close();
        if (proxy != null) {
            proxy.close();
        }
    }

    // ---- roles ----

    @ParameterizedTest
    @ValueSource(strings = {"dev", "vendor", "timed", "named", "audit", "web"})
    void whatAssumeWasGivenTheAwsCliUses(String profile) throws IOException {
        leadTo(sts.port());
        String arn = CacheFixture.variable("AWS_ASSUMED_ROLE", said(profile));
        assertEquals(profile.equals("audit") ? 2 : 1, calls(), "audit's source is a role as well");
        assertEquals(arn, arn(profile));
        assertEquals(profile.equals("audit") ? 2 : 1, calls());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "vendor", "timed", "named", "audit", "web"})
    void whatTheAwsCliWasGivenAssumeUses(String profile) throws IOException {
        leadTo(sts.port());
        String arn = arn(profile);
        assertEquals(profile.equals("audit") ? 2 : 1, calls());
        assertEquals(arn, CacheFixture.variable("AWS_ASSUMED_ROLE", said(profile)));
        assertEquals(profile.equals("audit") ? 2 : 1, calls());
    }

    private int calls() {
        return sts.calls().getOrDefault("AssumeRole", 0) + sts.calls().getOrDefault("AssumeRoleWithWebIdentity", 0);
    }

    private String arn(String profile) {
        return aws("--profile", profile, "sts", "get-caller-identity", "--query", "Arn", "--output", "text")
                .out()
                .strip();
    }

    // ---- single sign-on ----

    @ParameterizedTest
    @ValueSource(strings = {"signed-on", "legacy"})
    void whatSingleSignOnGaveAssumeTheAwsCliUses(String profile) throws IOException {
        signIn();
        String id = CacheFixture.variable("AWS_ACCESS_KEY_ID", said(profile));
        assertEquals(1, portalCalls());
        assertTrue(theirs(profile).contains(id), "another key");
        assertEquals(1, portalCalls());
        said(profile);
        assertEquals(1, portalCalls());
        Map<String, Object> ours = JSON.std.mapFrom(Files.readString(only()));
        assertEquals("assume", ours.remove("WrittenBy"));
        assertEquals(profile, ours.remove("WrittenFor"));
        keys(ours).computeIfPresent("Expiration", (name, end) -> ((String) end).replace("UTC", "Z"));
        Files.delete(only());
        theirs(profile);
        Map<String, Object> theirs = JSON.std.mapFrom(Files.readString(only()));
        keys(theirs).put("AccountId", "123456789123"); // from version 2.22 on
        assertEquals(theirs, ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed-on", "legacy"})
    void whatSingleSignOnGaveTheAwsCliAssumeUses(String profile) throws IOException {
        signIn();
        String id = (String) JSON.std.mapFrom(theirs(profile)).get("AccessKeyId");
        assertEquals(1, portalCalls());
        // They are good for longer than the sign-in.
        Files.delete(token("my corp"));
        Files.delete(token("https://corp.awsapps.com/start"));
        String written = Files.readString(only());
        assertEquals(id, CacheFixture.variable("AWS_ACCESS_KEY_ID", said(profile)));
        assertEquals(1, portalCalls());
        assertEquals(written, Files.readString(only()));
    }

    @Test
    void refreshAndNoCacheAreHeeded() throws IOException {
        signIn();
        said("signed-on", "--no-cache");
        assertEquals(0, files().size());
        said("signed-on");
        said("signed-on", "--refresh");
        said("signed-on", "--no-cache");
        assertEquals(4, portalCalls());
        assertEquals(1, files().size());
        home.call(whoami::run, "--profile", "signed-on");
        assertEquals(4, portalCalls(), "whoami uses it, too");
        assertEquals("rw-------", CacheFixture.mode(only()));
    }

    @Test
    void whatIsNotOfThisAccountOrOfSingleSignOnIsNotUsed() throws IOException {
        signIn();
        said("signed-on");
        String right = Files.readString(only());
        int calls = 1;
        for (String wrong : List.of(
                right.replace("\"AccountId\": \"123456789123\"", "\"AccountId\": \"444455556666\""),
                right.replace("\"sso\"", "\"assume-role\""),
                right.replace("\"ProviderType\": \"sso\", ", ""),
                CacheFixture.expiring(right, soon()))) {
            assertNotEquals(right, wrong, "nothing was changed");
            Files.writeString(only(), wrong);
            said("signed-on");
            assertEquals(++calls, portalCalls(), wrong.replaceAll("\"[A-Z].*", ""));
        }
    }

    private static String soon() {
        return Instant.now()
                .plus(Duration.ofMinutes(14))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private void signIn() throws IOException {
        leadTo(portal.port());
        for (String name : List.of("my corp", "https://corp.awsapps.com/start")) {
            Files.writeString(token(name), """
                {"startUrl": "https://corp.awsapps.com/start", "region": "eu-west-1", \
                "accessToken": "an-access-token", "expiresAt": "%s"}\
                """.formatted(
                            Instant.now().plus(Duration.ofHours(4)).truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    private Path token(String name) throws IOException {
        Path cache = Files.createDirectories(folder.resolve(".aws/sso/cache"));
        return cache.resolve(CaseFolder.sha1(name) + ".json");
    }

    private long portalCalls() {
        return recording.events().stream()
                .filter(call -> call.startsWith("GET /federation/credentials"))
                .count();
    }

    /** The credentials that the AWS CLI 2 has for a profile. */
    private String theirs(String profile) {
        return aws("configure", "export-credentials", "--profile", profile).out();
    }

    private static Map<String, Object> keys(Map<String, Object> document) {
        @SuppressWarnings("unchecked")
        Map<String, Object> keys = (Map<String, Object>) document.get("Credentials");
        return keys;
    }

    private List<Path> files() throws IOException {
        Path cache = folder.resolve(".aws/cli/cache");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    private Path only() throws IOException {
        assertEquals(1, files().size(), files().toString());
        return files().get(0);
    }

    // ---- what it prints ----

    @ParameterizedTest
    @ValueSource(strings = {"env", "env-no-export", "powershell", "windows-cmd"})
    void itsShellCommandsAreToldFromJson(String format) throws IOException {
        leadTo(sts.port());
        String commands = aws("configure", "export-credentials", "--profile", "redbeard", "--format", format)
                .out();
        Program.Ran ran = Program.java("sts2env").stdin(commands).run();
        assertEquals("false;\n", ran.out());
        assertTrue(ran.err().startsWith("sts2env: these are shell commands, not JSON"), ran.err());
        assertFalse(ran.err().contains(Home.SECRET));
    }

    @Test
    void itsWordsAreToldFromJson() {
        for (List<String> command : List.of(
                List.of("sts", "assume-role"),
                List.of("--profile", "nobody", "sts", "get-caller-identity"),
                List.of("sts", "get-caller-identity", "--endpoint-url", "http://127.0.0.1:1"))) {
            Program.Ran aws = Program.of(
                            AwsCli2.command(command.toArray(String[]::new)).toArray(String[]::new))
                    .with("HOME", folder)
                    .with("AWS_PROFILE", command.contains("--profile") ? null : "redbeard")
                    .with("AWS_MAX_ATTEMPTS", "1")
                    .run();
            Program.Ran ran =
                    Program.java("sts2env").stdin(aws.out() + aws.err()).run();
            assertEquals("false;\n", ran.out());
            assertTrue(ran.err().startsWith("sts2env: these are words, not JSON"), ran.err());
        }
    }

    // ---- both ----

    private Home.Said said(String... args) {
        Home.Said said = home.call(assume::run, args);
        assertEquals(0, said.status(), said.err());
        return said;
    }

    private Program.Ran aws(String... args) {
        Program aws = Program.of(AwsCli2.command(args).toArray(String[]::new)).with("AWS_MAX_ATTEMPTS", "1");
        for (Map.Entry<String, String> variable : home.env().entrySet()) {
            aws = aws.with(variable.getKey(), variable.getValue());
        }
        Program.Ran ran = aws.run();
        assertEquals(0, ran.status(), ran.err());
        return ran;
    }
}
