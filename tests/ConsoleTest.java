import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose console is opened at which page, and what is refused before anybody is sent a key. */
class ConsoleTest extends ConsoleFixture {
    private static final Pattern URL = Pattern.compile(
            "http://127\\.0\\.0\\.1:\\d+/federation\\?Action=login&Destination=([^&]+)&SigninToken=\\S+\n");

    private static String page(Home.Said said) {
        Matcher url = URL.matcher(said.out());
        assertTrue(url.matches(), said.out() + said.err());
        return URLDecoder.decode(url.group(1), StandardCharsets.UTF_8);
    }

    @Test
    void aProfilesRoleIsSignedIn() {
        Home.Said said = home.call(console::run, "dev", "--print");
        assertEquals(0, said.status(), said.err());
        assertEquals(PAGE, page(said));
        assertTrue(
                said.err()
                        .startsWith("console: whoever opens this address within 15 minutes is signed in as " + DEVELOPER
                                + " until "),
                said.err());
        assertEquals(Map.of("AssumeRole", 1, "getSigninToken", 1), sts.calls());
    }

    @Test
    void whatAssumeHasCachedIsUsedAndCached() {
        home.call(assume::run, "dev");
        assertEquals(0, home.call(console::run, "--profile", "dev", "--print").status());
        assertEquals(Map.of("AssumeRole", 1, "getSigninToken", 1), sts.calls());
        assertEquals(0, home.call(console::run, "dev", "--print", "--refresh").status());
        assertEquals(2, calls("AssumeRole"));
    }

    @Test
    void whatTheShellHasLoadedIsSignedIn() {
        Home.Said said =
                loaded(home, assumed("short")).with("AWS_PROFILE", "dev").call(console::run, "--print");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.err().contains("assumed-role/Short/ada with an end that is not known"), said.err());
        assertEquals(1, calls("GetCallerIdentity"), "nothing else says whose they are");
        Home.Said until = loaded(home, assumed("short"))
                .with("AWS_CREDENTIAL_EXPIRATION", "2099-01-01T00:00:00Z")
                .call(console::run, "--print");
        assertTrue(until.err().contains("assumed-role/Short/ada until 2099-01-01T00:00:00Z ("), until.err());
    }

    @Test
    void aProfileThatIsNamedGoesBeforeWhatIsLoaded() {
        Home.Said said = loaded(home, assumed("short")).call(console::run, "dev", "--print");
        assertTrue(said.err().contains(DEVELOPER), said.err());
    }

    @Test
    void elseAwsProfileIsMeant() {
        Home.Said said = home.with("AWS_PROFILE", "dev").call(console::run, "--print");
        assertTrue(said.err().contains(DEVELOPER), said.err());
    }

    @ParameterizedTest
    @CsvSource({
        "s3, https://us-east-1.console.aws.amazon.com/s3/home?region=us-east-1",
        "IAM, https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1",
        "dynamodb, https://us-east-1.console.aws.amazon.com/dynamodbv2/home?region=us-east-1",
        "codesuite/codepipeline, https://us-east-1.console.aws.amazon.com/codesuite/codepipeline/home?region=us-east-1",
        "brand-new, https://us-east-1.console.aws.amazon.com/brand-new/home?region=us-east-1",
    })
    void aServiceHasItsPage(String service, String page) {
        assertEquals(page, page(home.call(console::run, "dev", "--print", "--service", service)));
    }

    @Test
    void theRegionIsThatOfTheOptionOrElseTheShellsOrElseTheProfiles() {
        assertEquals(
                "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1",
                page(home.call(console::run, "dev", "--print", "--service", "s3", "--region", "eu-west-1")));
        assertEquals(
                "https://eu-west-2.console.aws.amazon.com/console/home?region=eu-west-2",
                page(home.with("AWS_REGION", "eu-west-2").call(console::run, "dev", "--print")));
    }

    @Test
    void aRegionThatCameWithAnotherProfileDoesNotCount() {
        Home other = loaded(home, assumed("short"))
                .with("AWS_ASSUMED_PROFILE", "short")
                .with("AWS_REGION", "eu-west-3")
                .with("AWS_DEFAULT_REGION", "eu-west-3");
        assertEquals(PAGE, page(other.call(console::run, "dev", "--print")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/$252Faws",
                "https://health.aws.amazon.com/health/home",
                "https://CONSOLE.aws.amazon.com",
                "https://console.aws.amazon.com:443/s3/buckets/it's?a=b&c=d+e",
            })
    void aPageOfTheConsoleIsADestination(String page) {
        assertEquals(page, page(home.call(console::run, "dev", "--print", "--destination", page)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://console.aws.amazon.com.evil.example/",
                "https://evilaws.amazon.com/",
                "https://evil.example/?https://console.aws.amazon.com/",
                "https://evil.example#.aws.amazon.com",
                "https://evil.example\\.aws.amazon.com/",
                "https://me@console.aws.amazon.com/",
                "https://console.aws.amazon.com:8443/",
                "http://console.aws.amazon.com/",
                "//console.aws.amazon.com/",
                "/s3/home",
                "javascript:alert(1)//.aws.amazon.com",
                "https://console.aws.amazon.com/a b",
                "https://console.aws.amazon.com/\n",
                "https://console.aws.amazon.com/\u00e4",
            })
    void nothingElseIs(String page) {
        assertRefused(2, "is no page of the console of partition aws", "dev", "--print", "--destination", page);
        assertEquals(Map.of(), sts.calls());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "s3/../../evil",
                "/s3",
                "s3/",
                "s3?x=y",
                "s3#x",
                "s3&x",
                "%73",
                ".evil.example",
                "@evil.example",
                "s 3",
                "s3\n",
                "\u00e4",
                "-s3"
            })
    void aNameThatCannotBeAServicesIsRefused(String service) {
        assertRefused(2, "is no service", "dev", "--print", "--service=" + service);
        assertEquals(Map.of(), sts.calls());
    }

    @Test
    void optionsThatContradictAreRefused() {
        assertRefused(2, "both say which page", "dev", "--service", "s3", "--destination", PAGE);
        assertRefused(2, "--print opens no browser", "dev", "--print", "--browser", "firefox");
        assertRefused(2, "--browser names no command", "dev", "--browser", " ");
        assertRefused(2, "--browser 'a \"b' cannot be read", "dev", "--browser", "a \"b");
        assertRefused(2, "two profiles are given", "dev", "--profile", "audit");
        assertRefused(2, "one PROFILE is expected", "dev", "audit");
        assertRefused(2, "is not a number of seconds from 900", "dev", "--duration-seconds", "60");
        assertRefused(2, "is no region", "dev", "--region", "eu/west");
        assertRefused(
                2,
                "--region 'cn-north-1' is in partition aws-cn, and the role in aws",
                "dev",
                "--print",
                "--region",
                "cn-north-1");
        assertRefused(1, "there is no profile 'nobody'", "nobody");
        assertEquals(0, calls("getSigninToken"));
    }

    @Test
    void longLivedKeysAreRefusedWithWhatToDo() {
        assertRefused(
                2,
                "profile redbeard has long-lived keys, and AWS's console takes a role's temporary ones alone; name a"
                        + " profile with a role (dev, prod, prod-admin), or assume one for it: jbang assume@org PROFILE"
                        + " --role-arn ARN -- jbang console@org",
                "redbeard");
        Home.Said said = home.with("AWS_ACCESS_KEY_ID", Home.KEY_ID)
                .with("AWS_SECRET_ACCESS_KEY", Home.SECRET)
                .call(console::run, "--print");
        assertEquals(2, said.status());
        assertTrue(said.err().contains("the keys in your environment are long-lived"), said.err());
        assertTrue(said.err().contains("(audit, dev, prod)"), said.err());
        assertEquals(Map.of(), sts.calls());
    }

    /** AWS would give a token for them, and then refuse them in the browser. */
    @Test
    void aUsersTemporaryKeysAreRefused() {
        var session = CredentialsJson.read(sts.actions().processCredentials().getBytes(StandardCharsets.UTF_8));
        Home.Said said = loaded(home, session).call(console::run, "--print");
        assertEquals(1, said.status());
        assertTrue(
                said.err().contains("arn:aws:iam::111122223333:user/redbeard is no role, and AWS's console takes"),
                said.err());
        assertEquals(0, calls("getSigninToken"));
    }

    @Test
    void expiredKeysAreRefused() {
        Home.Said said = loaded(home, assumed("dev"))
                .with("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
                .call(console::run, "--print");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("the keys in your environment expired at 2020-01-01T00:00:00Z"), said.err());
    }

    @Test
    void aSessionAsLongAsIsAskedFor() {
        Home.Said said = home.call(console::run, "dev", "--print", "--duration-seconds", "7200");
        assertTrue(said.err().contains(DEVELOPER + " for 7200 seconds"), said.err());
    }

    /** IAM User Guide: with role chaining there is no SessionDuration. Practice's sign-in refuses it, as AWS's does. */
    @Test
    void aRoleAssumedByARoleGetsNone() throws IOException {
        Home.Said said = home.call(console::run, "audit", "--print", "--duration-seconds", "7200");
        assertEquals(0, said.status(), said.err());
        assertTrue(
                said.err().contains("these credentials do not allow --duration-seconds, so it was left out"),
                said.err());
        Home.Said refused = loaded(home, assumed("audit")).call(console::run, "--print", "--duration-seconds", "7200");
        assertEquals(1, refused.status());
        assertTrue(
                refused.err().contains("gives these credentials no console session of 7200 seconds (HTTP 400)")
                        && refused.err().contains("leave out --duration-seconds"),
                refused.err());
    }

    @Test
    void aSignInOfItsOwnMayBeNamed() throws IOException {
        try (var signin = SigninServer.answering(200, "{\"SigninToken\": \"0123456789abcdef\"}", "")) {
            Home.Said said =
                    home.with("AWS_ENDPOINT_URL_SIGNIN", signin.endpoint()).call(console::run, "dev", "--print");
            assertTrue(said.out().startsWith(signin.endpoint() + "/federation?Action=login"), said.out() + said.err());
            Files.writeString(
                    folder.resolve(".aws/config"),
                    Files.readString(folder.resolve(".aws/config"))
                                    .replace("[profile dev]\n", "[profile dev]\nservices = mine\n")
                            + "[services mine]\nsignin =\n  endpoint_url = " + signin.endpoint() + "\n");
            Home.Said section = home.call(console::run, "dev", "--print");
            assertEquals(said.out(), section.out(), section.err());
            assertEquals(2, signin.requests().size());
            assertEquals(Map.of("AssumeRole", 1), sts.calls());
        }
    }

    @Test
    void credentialsGoNowhereWithoutEncryption() {
        Home.Said said =
                home.with("AWS_ENDPOINT_URL_SIGNIN", "http://signin.example").call(console::run, "dev", "--print");
        assertEquals(1, said.status());
        assertTrue(said.err().contains("so it has to be https://"), said.err());
    }

    private void assertRefused(int status, String words, String... args) {
        Home.Said said = home.call(console::run, args);
        assertEquals(List.of(status, ""), List.of(said.status(), said.out()), said.err());
        assertTrue(said.err().contains(words), said.err());
    }
}
