import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When credentials expire, in every form that a credential_process might write, beside the AWS CLI's own botocore. */
class AwsTimeTest {
    private static final List<String> FORMS = List.of(
            "2099-01-01T00:00:00Z",
            "2099-01-01 00:00:00Z",
            "2099-01-01 00:00:00 Z",
            "2099-01-01T00:00:00+0000",
            "2099-01-01T00:00:00+00:00",
            "2099-01-01T00:00:00+00",
            "2099-01-01T00:00:00 +0000",
            "2099-01-01 00:00:00+00:00",
            "2099-01-01 00:00:00.5 +00:00",
            "2099-01-01T00:00:00UTC",
            "2099-01-01T00:00:00 UTC",
            "2099-01-01 00:00:00 GMT",
            "2099-01-01t00:00:00z",
            "2099-01-01T00:00Z",
            "2099-01-01 00:00 UTC",
            "2099-01-01T00Z",
            "2099-01-01T00+02",
            "20990101T000000Z",
            "20990101T000000+0530",
            "20990101T0000Z",
            "20990101000000Z",
            "2099-01-01T00:00:00.5Z",
            "2099-01-01T00:00:00.123456Z",
            "2099-01-01T00:00:00,5Z",
            "2099-01-01T00:00:00.000+02:00",
            "2099-01-01T00:00:00-0830",
            "2099-01-01T00:00:00-00:00",
            "2099-01-01T00:00:00+2",
            "2099-1-1T0:0:0Z",
            "2099-1-1 0:0:0.25 +2",
            "2099/01/01 00:00:00Z",
            "2099/1/1 00:00 GMT",
            "  2099-01-01T00:00:00Z  ",
            "9999-12-31T23:59:59Z",
            "Thu, 01 Jan 2099 00:00:00 GMT",
            "Thu, 1 Jan 2099 00:00:00 GMT",
            "thu, 01 jan 2099 00:00:00 gmt",
            "Thu, 01 Jan 2099 00:00:00 +0000",
            "Thu, 01 Jan 2099 00:00:00 -0500",
            "01 Jan 2099 00:00 GMT",
            "1 Sep 2099 00:00:00 GMT",
            "Thu Jan  1 00:00:00 UTC 2099",
            "Thu Jan 01 00:00:00 UTC 2099",
            "Jan 1, 2099 00:00:00 UTC",
            "2099-01-01",
            "2099-01-01Z",
            "2099",
            "2099-01-01T00:00:00",
            "2099-01-01 00:00:00",
            "Thu Jan  1 00:00:00 2099",
            "2099-001T00:00:00Z",
            "2099-W01-4T00:00:00Z",
            "2099-02-30T00:00:00Z",
            "2099-01-01T24:00:00Z",
            "2099-01-01T23:59:60Z",
            "2099-01-01T00:00:00 PST",
            "2099-01-01T00:00:00EST",
            "2099-01-01T00:00:00Z[UTC]",
            "2099-01-01T00:00:00 Etc/UTC",
            "10000-01-01T00:00:00Z",
            "tomorrow",
            "never",
            "null",
            "0",
            "4070908800",
            "4070908800000",
            "01/02/2099 00:00:00 UTC",
            "2099-01-01 12:00:00 PM UTC",
            "Fri, 01 Jan 2099 00:00:00 GMT");

    /** What we take beyond that: numbers as text, which other answers of AWS have, and GMT in small letters. */
    private static final Set<String> OURS_ALONE =
            Set.of("4070908800", "4070908800000", "thu, 01 jan 2099 00:00:00 gmt");

    /** What could mean another moment than it seems to. */
    private static final Set<String> THEIRS_ALONE =
            Set.of("01/02/2099 00:00:00 UTC", "2099-01-01 12:00:00 PM UTC", "Fri, 01 Jan 2099 00:00:00 GMT");

    private static final String BOTOCORE = """
        import datetime, json, sys
        from botocore.credentials import RefreshableCredentials
        for form in json.load(sys.stdin):
            keys = {'access_key': 'a', 'secret_key': 'b', 'token': 'c', 'expiry_time': form}
            try:
                credentials = RefreshableCredentials.create_from_metadata(keys, lambda: None, 'custom-process')
                credentials.get_frozen_credentials()
                print(credentials._expiry_time.astimezone(datetime.timezone.utc).isoformat())
            except Exception:
                print('refused')
        """;

    @Test
    void weReadWhatTheAwsCliReads() throws IOException {
        Program.need("python3");
        Program.Ran botocore = Program.of("python3", "-W", "ignore", "-c", BOTOCORE)
                .stdin(JSON.std.asString(FORMS))
                .run();
        assertEquals(FORMS.size(), botocore.lines().size(), botocore.err());
        Map<String, String> differences = new TreeMap<>();
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < FORMS.size(); i++) {
            String form = FORMS.get(i);
            String theirs =
                    AwsTime.parse(botocore.lines().get(i)).map(String::valueOf).orElse("refused");
            String ours = AwsTime.parse(form).map(String::valueOf).orElse("refused");
            boolean isExplained = ours.equals("refused") ? THEIRS_ALONE.contains(form) : OURS_ALONE.contains(form);
            if (!ours.equals(theirs) && !isExplained) {
                differences.put(form, "theirs " + theirs + ", ours " + ours);
            }
            if (!ours.equals("refused")) {
                taken.add(form);
            }
        }
        assertEquals(Map.of(), differences);
        System.out.printf("  %d forms of a time beside botocore, %d of them taken%n", FORMS.size(), taken.size());
    }

    @Test
    void whatIsRefusedIsSaidWithoutShowingIt() {
        for (String form : List.of("2099-01-01T00:00:00", "tomorrow", "01/02/2099 00:00:00 UTC", Home.SECRET)) {
            Failure failure = assertThrows(
                    Failure.class,
                    () -> CredentialsJson.instant(
                            Json.object().with("Expiration", form).build().get("Expiration")));
            assertTrue(failure.getMessage().contains("expected ISO 8601 with its offset"), failure.getMessage());
            assertTrue(!failure.getMessage().contains(form), failure.getMessage());
        }
    }
}
