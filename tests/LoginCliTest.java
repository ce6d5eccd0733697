//SOURCES LoginFixture.java AwsCli2.java

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The same sign-in for us, the AWS CLI 2, the AWS CLI 1 and boto3: each uses and refreshes what another was given, and
 * nobody is asked twice. Versions of the AWS CLI 2 that know no services section are led here by rules of their own.
 */
class LoginCliTest extends LoginFixture {
    private static final String RULES = """
        {"version": "1.0", "parameters": {
          "Region": {"builtIn": "AWS::Region", "required": false, "documentation": "-", "type": "String"},
          "UseDualStack": {"builtIn": "AWS::UseDualStack", "required": true, "default": false,
            "documentation": "-", "type": "Boolean"},
          "UseFIPS": {"builtIn": "AWS::UseFIPS", "required": true, "default": false,
            "documentation": "-", "type": "Boolean"},
          "Endpoint": {"builtIn": "SDK::Endpoint", "required": false, "documentation": "-", "type": "String"}},
         "rules": [{"conditions": [], "endpoint": {"url": "%s", "properties": {}, "headers": {}}, "type": "endpoint"}]}
        """;

    private Program cli2(String... arguments) throws IOException {
        for (String service : List.of("sso", "sso-oidc")) {
            Path models = Files.createDirectories(folder.resolve(".aws/models/" + service + "/2019-06-10"));
            Files.writeString(models.resolve("endpoint-rule-set-1.json"), RULES.formatted(center.endpoint()));
        }
        return inHome(AwsCli2.command(arguments));
    }

    private Program inHome(List<String> command) {
        return Program.of(command.toArray(String[]::new))
                .with("HOME", folder)
                .with("AWS_PROFILE", "sso")
                .with("AWS_EC2_METADATA_DISABLED", "true");
    }

    private String whoByCli2() throws IOException {
        Program.Ran ran = cli2("sts", "get-caller-identity", "--query", "Arn", "--endpoint-url", sts.endpoint())
                .run();
        assertEquals(0, ran.status(), ran.err());
        return ran.out();
    }

    private static void assertIsDeveloper(String arn) {
        assertTrue(arn.contains("assumed-role/AWSReservedSSO_Developer_"), arn);
    }

    /** Signed in by the AWS CLI 2, with the click that its --no-browser leaves to others. */
    private void signInByCli2() throws Exception {
        var process = new ProcessBuilder(cli2("sso", "login", "--no-browser").command()).redirectErrorStream(true);
        process.environment().clear();
        process.environment().putAll(cli2().env());
        process.environment().put("PYTHONUNBUFFERED", "1");
        Process cli = process.start();
        var shown = new StringBuilder();
        var done = CompletableFuture.runAsync(
                () -> cli.inputReader().lines().forEach(line -> {
                    shown.append(line).append('\n');
                    var address = ADDRESS.matcher(line);
                    if (address.find()) {
                        try {
                            click(address.group(1), "allow");
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    }
                }),
                threads);
        assertEquals(0, cli.waitFor(), shown.toString());
        done.join();
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json")) // the AWS CLI has a file of its own there as well
                    .forEach(names::add);
            return names;
        }
    }

    @Test
    void theAwsCliUsesAndRefreshesOurs() throws Exception {
        signIn("sso");
        assertIsDeveloper(whoByCli2());
        Map<String, Object> ours = json(tokenFile());
        expire(tokenFile());
        forgetCachedKeys();
        assertIsDeveloper(whoByCli2());
        Map<String, Object> theirs = json(tokenFile());
        assertEquals(ours.keySet(), theirs.keySet());
        assertFalse(ours.get("accessToken").equals(theirs.get("accessToken")), "it is another token");
        assertWorks();
        assertEquals(1, calls("SignInPage"), "nobody is asked again");
    }

    /** So that whoever wants keys next has to show the token. */
    private void forgetCachedKeys() throws IOException {
        try (Stream<Path> cached = Files.walk(folder.resolve(".aws/cli/cache"))) {
            cached.filter(Files::isRegularFile).forEach(LoginCliTest::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void weUseAndRefreshTheirs() throws Exception {
        signInByCli2();
        Set<String> files = names(folder.resolve(".aws/sso/cache"));
        Map<String, Object> theirs = json(tokenFile());
        assertWorks();
        expire(tokenFile());
        forgetCachedKeys();
        assertWorks();
        Map<String, Object> ours = json(tokenFile());
        assertEquals(theirs.keySet(), ours.keySet());
        assertFalse(ours.get("accessToken").equals(theirs.get("accessToken")), "it is another token");
        expire(tokenFile());
        Home.Said said = login("sso", "--print").said();
        assertTrue(said.err().contains("already signed in to practice until "), said.err());
        assertEquals(1, calls("SignInPage"), "nobody is asked again");
        assertEquals(1, calls("RegisterClient"));
        assertEquals(files, names(folder.resolve(".aws/sso/cache")), "in the same files");
    }

    /** The client that one has registered is the other's, too; also after a sign-in in the browser. */
    @Test
    void eachTakesTheOthersRegistration() throws Exception {
        signInByCli2();
        Files.delete(tokenFile());
        boolean isForBrowser = json(registration()).containsKey("grantTypes"); // from version 2.22 on
        String[] same = isForBrowser ? new String[] {"sso"} : new String[] {"sso", "--device-code"};
        String[] other = isForBrowser ? new String[] {"sso", "--device-code"} : new String[] {"sso"};
        assertEquals(0, signIn(same).status());
        assertEquals(1, calls("RegisterClient"));
        Files.delete(tokenFile());
        assertEquals(0, signIn(other).status());
        assertEquals(2, calls("RegisterClient"), "one for the other flow is another client");
        assertEquals(2, names(folder.resolve(".aws/sso/cache")).size(), "in the same file");
        signInByCli2();
        assertWorks();
    }

    private Path registration() {
        return SsoRegistration.file(home.env(), SsoSession.named(Profiles.read(home.env()), "practice"));
    }

    /** Where a session names no scopes, the AWS CLI's client for device codes has none, and its token no refresh. */
    @Test
    void withoutScopesThereIsARefreshTokenAllTheSame() throws Exception {
        Path config = folder.resolve(".aws/config");
        Files.writeString(config, Files.readString(config).replaceFirst("sso_registration_scopes.*\n", ""));
        signInByCli2();
        assertWorks();
        Files.delete(tokenFile());
        assertEquals(0, signIn("sso", "--device-code").status());
        assertTrue(json(tokenFile()).containsKey("refreshToken"), "ours can be refreshed");
        assertEquals(2, names(folder.resolve(".aws/sso/cache")).size(), "in the same files");
        assertIsDeveloper(whoByCli2());
    }

    @Test
    void botocoreUsesAndRefreshesOurs() throws Exception {
        Program.need("aws", "python3");
        signIn("sso");
        List<String> cli1 = List.of("aws", "sts", "get-caller-identity", "--query", "Arn");
        List<String> boto3 =
                List.of("python3", "-c", "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])");
        for (List<String> command : List.of(cli1, boto3)) {
            Program.Ran ran = inHome(command).run();
            assertEquals(0, ran.status(), ran.err());
            assertIsDeveloper(ran.out());
            String before = Files.readString(tokenFile());
            expire(tokenFile());
            ran = inHome(command).run();
            assertEquals(0, ran.status(), ran.err());
            assertFalse(Files.readString(tokenFile()).equals(before), "it is refreshed");
            assertWorks();
        }
        assertEquals(1, calls("SignInPage"));
    }

    /** aws sso logout ends what we began, and we end what it began. */
    @Test
    void eachSignsTheOtherOut() throws Exception {
        signIn("sso");
        Program.Ran ran = cli2("sso", "logout").run();
        assertEquals(0, ran.status(), ran.err());
        assertFalse(Files.exists(tokenFile()), "it finds our token");
        Home.Said said = home.call(assume::run, "sso");
        assertTrue(
                said.err().contains("sign in with: jbang login@org sso (or: aws sso login --profile sso)"), said.err());
        signInByCli2();
        assertIsDeveloper(whoByCli2());
        assertEquals(1, names(folder.resolve(".aws/cli/cache")).size(), "the role's credentials");
        assertEquals(0, home.call(login::run, "sso", "--logout").status());
        assertFalse(Files.exists(tokenFile()), "we find its token");
        assertEquals(Set.of(), names(folder.resolve(".aws/cli/cache")), "and what came from it");
        assertEquals(2, calls("Logout"));
    }
}
