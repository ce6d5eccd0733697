import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An answer of AWS, as its documentation or botocore's source has it, and the variables that it loads. */
record AwsAnswer(String name, Map<String, String> loads, String json) {
    // The keys of AWS's own documentation.
    static final String ID = "ASIAIOSFODNN7EXAMPLE";

    static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    static final String TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxf"
                    + "pSPfIeoIYRqTflfKD8YUuwthAx7mSEI==";

    static final Map<String, String> LONG_LIVED =
            Map.of("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", SECRET);

    static final Map<String, String> TEMPORARY = Map.of(
            "AWS_ACCESS_KEY_ID",
            ID,
            "AWS_SECRET_ACCESS_KEY",
            SECRET,
            "AWS_SESSION_TOKEN",
            TOKEN,
            "AWS_CREDENTIAL_EXPIRATION",
            "2099-01-01T00:00:00Z");

    static final List<AwsAnswer> ALL = List.of(
            temporary(
                    "assume-role",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                            + " 'Expiration': '2099-01-01T00:00:00+00:00'}, 'AssumedRoleUser': {'AssumedRoleId':"
                            + " 'AROA3XFRBF535PLBIFPI4:me', 'Arn':"
                            + " 'arn:aws:sts::123456789012:assumed-role/xaccounts3access/me'}, 'PackedPolicySize': 6}"),
            temporary(
                    "assume-role-with-saml",
                    "{'Issuer': 'https://idp.example.com/SAML', 'AssumedRoleUser': {'Arn':"
                        + " 'arn:aws:sts::123456789012:assumed-role/TestSaml', 'AssumedRoleId':"
                        + " 'ARO456EXAMPLE789:TestSaml'}, 'Credentials': {'AccessKeyId': ID, 'SecretAccessKey':"
                        + " SECRET, 'SessionToken': TOKEN, 'Expiration': '2099-01-01T00:00:00Z'}, 'Audience':"
                        + " 'https://signin.aws.amazon.com/saml', 'SubjectType': 'transient', 'PackedPolicySize': '6',"
                        + " 'NameQualifier': 'SbdGOnUkh1i4+EXAMPLExL/jEvs=', 'Subject': 'SamlExample'}"),
            temporary(
                    "assume-role-with-web-identity",
                    "{'SubjectFromWebIdentityToken': 'amzn1.account.AF6RHO7KZU5XRVQJGXK6HB56KR2A', 'Audience':"
                        + " 'client.5498841531868486423.1548@apps.example.com', 'AssumedRoleUser': {'Arn':"
                        + " 'arn:aws:sts::123456789012:assumed-role/FederatedWebIdentityRole/app1', 'AssumedRoleId':"
                        + " 'AROACLKWSDQRAOEXAMPLE:app1'}, 'Credentials': {'AccessKeyId': ID, 'SecretAccessKey':"
                        + " SECRET, 'SessionToken': TOKEN, 'Expiration': '2099-01-01T01:00:00+01:00'}, 'Provider':"
                        + " 'www.amazon.com'}"),
            temporary(
                    "get-session-token",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                            + " 'Expiration': '2099-01-01T00:00:00+00:00'}}"),
            temporary(
                    "get-federation-token",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                            + " 'Expiration': '2098-12-31T19:00:00-0500'}, 'FederatedUser': {'FederatedUserId':"
                            + " '111122223333:Bob', 'Arn': 'arn:aws:sts::111122223333:federated-user/Bob'},"
                            + " 'PackedPolicySize': 36}"),
            temporary(
                    "credential_process",
                    "{'Version': 1, 'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN, 'Expiration':"
                            + " '2099-01-01T00:00:00Z', 'AccountId': '123456789012'}"),
            new AwsAnswer(
                    "configure export-credentials, long-lived",
                    LONG_LIVED,
                    json("{'Version': 1, 'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'SecretAccessKey': SECRET}")),
            temporary(
                    "sso get-role-credentials",
                    "{'roleCredentials': {'accessKeyId': ID, 'secretAccessKey': SECRET, 'sessionToken': TOKEN,"
                            + " 'expiration': 4070908800000}}"),
            temporary(
                    "ECS container metadata",
                    "{'RoleArn': 'arn:aws:iam::123456789012:role/task', 'AccessKeyId': ID, 'SecretAccessKey': SECRET,"
                            + " 'Token': TOKEN, 'Expiration': '2099-01-01T00:00:00Z'}"),
            temporary(
                    "EC2 metadata",
                    "{'Code': 'Success', 'LastUpdated': '2098-12-31T18:00:00Z', 'Type': 'AWS-HMAC', 'AccessKeyId': ID,"
                            + " 'SecretAccessKey': SECRET, 'Token': TOKEN, 'Expiration': '2099-01-01T00:00:00Z'}"),
            temporary(
                    "IoT credentials provider, EKS Pod Identity",
                    "{'credentials': {'accessKeyId': ID, 'secretAccessKey': SECRET, 'sessionToken': TOKEN,"
                            + " 'expiration': '2099-01-01T00:00:00Z'}}"),
            temporary(
                    "cognito-identity get-credentials-for-identity",
                    "{'IdentityId': 'us-east-1:12345678-1234-1234-1234-123456789012', 'Credentials': {'AccessKeyId':"
                            + " ID, 'SecretKey': SECRET, 'SessionToken': TOKEN, 'Expiration': 4070908800.0}}"),
            new AwsAnswer(
                    "iam create-access-key",
                    LONG_LIVED,
                    json("{'AccessKey': {'UserName': 'Bob', 'AccessKeyId': 'AKIAIOSFODNN7EXAMPLE', 'Status':"
                            + " 'Active', 'SecretAccessKey': SECRET, 'CreateDate': '2015-03-09T18:39:23.411Z'}}")),
            temporary(
                    "~/.aws/cli/cache, a role",
                    "{'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET, 'SessionToken': TOKEN,"
                        + " 'Expiration': '2099-01-01T00:00:00UTC', 'AccountId': '123456789012'}, 'AssumedRoleUser':"
                        + " {'AssumedRoleId': 'AROA3XFRBF535PLBIFPI4:me', 'Arn':"
                        + " 'arn:aws:sts::123456789012:assumed-role/a/me'}, 'ResponseMetadata': {'RequestId': 'x',"
                        + " 'HTTPStatusCode': 200, 'HTTPHeaders': {'content-type': 'text/xml'}, 'RetryAttempts': 0}}"),
            temporary(
                    "~/.aws/cli/cache, SSO",
                    "{'ProviderType': 'sso', 'Credentials': {'AccessKeyId': ID, 'SecretAccessKey': SECRET,"
                            + " 'SessionToken': TOKEN, 'Expiration': '2099-01-01T00:00:00Z', 'AccountId':"
                            + " '123456789012'}}"),
            temporary(
                    "~/.aws/login/cache",
                    "{'accessToken': {'accessKeyId': ID, 'secretAccessKey': SECRET, 'sessionToken': TOKEN,"
                            + " 'accountId': '123456789012', 'expiresAt': '2099-01-01T00:00:00Z'}, 'tokenType':"
                            + " 'aws_sigv4', 'refreshToken': 'x', 'idToken': 'x', 'clientId':"
                            + " 'arn:aws:signin:::devtools/same-device', 'dpopKey': 'x'}"));

    static AwsAnswer named(String name) {
        return ALL.stream()
                .filter(answer -> answer.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    byte[] bytes() {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    byte[] encoded(String encoding) {
        return encoded(json, encoding);
    }

    static Map<String, Charset> encodings() {
        Map<String, Charset> encodings = new TreeMap<>();
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            encodings.put(charset.name(), charset);
            encodings.put(charset.name() + " with a byte order mark", charset);
        }
        return encodings;
    }

    static byte[] encoded(String json, String encoding) {
        return ((encoding.endsWith("mark") ? "\uFEFF" : "") + json)
                .getBytes(encodings().get(encoding));
    }

    private static AwsAnswer temporary(String name, String json) {
        return new AwsAnswer(name, TEMPORARY, json(json));
    }

    /** {@code text} with single quotes for double ones and names for the keys: easier to read in Java. */
    static String json(String text) {
        return text.replace('\'', '"')
                .replaceAll("(?<=[ {\\[])SECRET|^SECRET$", '"' + SECRET + '"')
                .replaceAll("(?<=[ {])TOKEN", '"' + TOKEN + '"')
                .replaceAll("(?<= )ID(?=,)", '"' + ID + '"');
    }
}
