//DEPS software.amazon.awssdk:sso software.amazon.awssdk:ssooidc software.amazon.awssdk:signin
//SOURCES Sts.java CredentialCache.java

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumedRoleUser;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.StsException;
import software.amazon.awssdk.services.sts.model.Tag;

/** Whose keys sign: a profile's own, those of the roles that lead to it, the environment's, or the SDK's default chain. */
final class CredentialResolver {
    static final String ROLE_NAME = "(?:[!-~]+/)?[\\w+=,.@-]{1,64}";

    private final Map<String, String> env;
    private final Profiles profiles;
    private final Sts sts;
    private final CredentialCache cache;
    private String tokenCode;

    /** @param tokenCode the six digits of {@code --token-code}, for the first role that wants MFA; or null */
    CredentialResolver(Map<String, String> env, Profiles profiles, Sts sts, CredentialCache cache, String tokenCode) {
        this.env = env;
        this.profiles = profiles;
        this.sts = sts;
        this.cache = cache;
        this.tokenCode = tokenCode;
    }

    /**
     * The keys that sign for {@code profile}: always its own, whatever the environment holds. Without a profile they are the
     * environment's, else what the SDK's default chain finds.
     */
    AwsCredentials keys(String profile) {
        if (profile != null && !profiles.rolesTo(profile).isEmpty()) {
            return aws(assume(profile, Map.of()));
        }
        if (profile != null && profiles.get(profile, "web_identity_token_file") != null) {
            return aws(assumeWithWebIdentity(profile, Map.of()));
        }
        if (profile != null) {
            return ownKeys(profile);
        }
        if (env("AWS_ACCESS_KEY_ID") != null || env("AWS_SECRET_ACCESS_KEY") != null) {
            return environmentKeys();
        }
        if (profiles.kind("default").equals("role")) {
            return keys("default");
        } // the SDK's chain would not ask for an MFA code
        return resolve(
                DefaultCredentialsProvider.builder()
                        .profileFile(profiles.files())
                        .profileName("default")
                        .build(),
                "there are no keys to sign with: none in the environment, and none in a [default] profile; name a"
                        + " profile, or make one with 'aws configure'");
    }

    /**
     * Assumes the role that {@code asked} names, or else {@code profile}. Where the profile's source is itself a role, that
     * one is assumed first, and so on.
     *
     * @param asked what the options say, by the names of STS's parameters; the profile fills in what they leave open
     * @throws Failure when a role is denied, or whatever else STS says no to
     */
    SessionCredentials assume(String profile, Map<String, Object> asked) {
        SessionCredentials kept = kept(profile, asked);
        return kept != null ? kept : assumeAnew(profile, asked);
    }

    /** The same, without a look into the cache. */
    SessionCredentials assumeAnew(String profile, Map<String, Object> asked) {
        Map<String, Object> request = completed(asked, profile);
        boolean bySource = profile != null && !profiles.rolesTo(profile).isEmpty();
        AwsCredentials keys = bySource ? sourceKeys(profile) : keys(profile);
        String signer = describe(bySource ? profiles.get(profile, "source_profile") : profile);
        String code = request.get("SerialNumber") instanceof String serial ? tokenCode(serial) : null;
        AssumeRoleRequest call = AssumeRoleRequest.builder()
                .roleArn((String) request.get("RoleArn"))
                .roleSessionName((String) request.get("RoleSessionName"))
                .durationSeconds((Integer) request.get("DurationSeconds"))
                .externalId((String) request.get("ExternalId"))
                .serialNumber((String) request.get("SerialNumber"))
                .tokenCode(code)
                .sourceIdentity((String) request.get("SourceIdentity"))
                .policy((String) request.get("Policy"))
                .policyArns(policyArns(request))
                .tags(list(request, "Tags")
                        .map(tag -> (Map<?, ?>) tag)
                        .map(tag -> Tag.builder()
                                .key((String) tag.get("Key"))
                                .value((String) tag.get("Value"))
                                .build())
                        .toList())
                .transitiveTagKeys(list(request, "TransitiveTagKeys")
                        .map(String.class::cast)
                        .toList())
                .build();
        SessionCredentials given = sts.ask(
                keys,
                client -> {
                    var answer = client.assumeRole(call);
                    return credentials(answer.credentials(), answer.assumedRoleUser());
                },
                e -> refusal(e, request, signer));
        cache.put(key(profile, asked, request), given);
        return given;
    }

    /** STS API Reference, AssumeRoleWithWebIdentity: the token signs, no key does. What that call has no parameter for is refused. */
    SessionCredentials assumeWithWebIdentity(String profile, Map<String, Object> asked) {
        String file = profiles.get(profile, "web_identity_token_file");
        if (!Set.of("RoleArn", "RoleSessionName", "DurationSeconds", "Policy", "PolicyArns")
                .containsAll(asked.keySet())) {
            throw Failure.usage("profile " + profile
                    + " assumes its role with a web identity, which takes no external ID, MFA, source identity"
                    + " or tags; leave these options out");
        }
        SessionCredentials kept = kept(profile, asked);
        if (kept != null) {
            return kept;
        }
        Map<String, Object> request = completed(asked, profile);
        try {
            String token = Files.readString(Path.of(file)).strip();
            SessionCredentials given = sts.ask(
                    null,
                    client -> {
                        var answer = client.assumeRoleWithWebIdentity(r -> r.webIdentityToken(token)
                                .roleArn((String) request.get("RoleArn"))
                                .roleSessionName((String) request.get("RoleSessionName"))
                                .durationSeconds((Integer) request.get("DurationSeconds"))
                                .policy((String) request.get("Policy"))
                                .policyArns(policyArns(request)));
                        return credentials(answer.credentials(), answer.assumedRoleUser());
                    },
                    e -> sts.refused(e, "the token in " + file + " for " + request.get("RoleArn")));
            cache.put(key(profile, asked, request), given);
            return given;
        } catch (IOException e) {
            throw new Failure(1, "web_identity_token_file " + file + " of profile " + profile + " cannot be read", e);
        }
    }

    private static List<PolicyDescriptorType> policyArns(Map<String, Object> request) {
        return list(request, "PolicyArns")
                .map(policy -> PolicyDescriptorType.builder()
                        .arn((String) ((Map<?, ?>) policy).get("arn"))
                        .build())
                .toList();
    }

    private static Stream<?> list(Map<String, Object> request, String name) {
        return ((List<?>) request.getOrDefault(name, List.of())).stream();
    }

    /** Whose keys sign, for a message. */
    String describe(String profile) {
        return profile != null
                ? "the keys of profile " + profile
                : env("AWS_ACCESS_KEY_ID") != null ? "the keys in your environment" : "the default credentials";
    }

    /** {@code asked}, with what it leaves open as the profile has it (AWS SDKs and Tools Reference Guide, "Assume role credential provider"). */
    private Map<String, Object> completed(Map<String, Object> asked, String profile) {
        Map<String, Object> request = new TreeMap<>();
        String label = " of profile " + profile + " in " + Profiles.configFile(env);
        try {
            if (!asked.containsKey("RoleArn")) {
                request.put("RoleArn", roleArn("role_arn" + label, profiles.get(profile, "role_arn")));
            }
            if (!asked.containsKey("RoleSessionName")) {
                request.put(
                        "RoleSessionName",
                        sessionName("role_session_name" + label, profiles.get(profile, "role_session_name"), env));
            }
            if (!asked.containsKey("DurationSeconds")) {
                request.put(
                        "DurationSeconds",
                        seconds("duration_seconds" + label, profiles.get(profile, "duration_seconds")));
            }
        } catch (Failure wrongProfile) {
            throw Failure.of(wrongProfile.getMessage()); // the arguments were right
        }
        request.put("ExternalId", profiles.get(profile, "external_id"));
        request.put("SerialNumber", profiles.get(profile, "mfa_serial"));
        request.putAll(asked);
        request.values().removeIf(Objects::isNull);
        return request;
    }

    /** What the cache has for the role that {@code asked} or else {@code profile} names; or null. */
    SessionCredentials kept(String profile, Map<String, Object> asked) {
        Map<String, Object> request = completed(asked, profile);
        return cache.get(key(profile, asked, request), (String) request.get("RoleArn"));
    }

    /**
     * Under which key the cache has the answer. What a profile asks for by itself is kept under botocore's. What options ask for
     * botocore never does, so there the key can say as well who signs, and which STS was named.
     */
    private String key(String profile, Map<String, Object> asked, Map<String, Object> request) {
        Map<String, Object> parameters = new TreeMap<>(request);
        boolean named = asked.containsKey("RoleSessionName")
                || profiles.get(profile, "role_session_name") != null
                || env("AWS_ROLE_SESSION_NAME") != null;
        if (!named) {
            parameters.remove("RoleSessionName");
        } // botocore makes one up each time, and leaves it out
        if (!asked.isEmpty()) {
            parameters.put("Source", Sts.first(profile, env("AWS_ACCESS_KEY_ID"), "default"));
        }
        if (sts.endpoint() != null) {
            parameters.put("EndpointUrl", sts.endpoint());
        }
        return CredentialCache.key(parameters);
    }

    /** STS API Reference, AssumeRole, RoleArn; IAM User Guide, "IAM identifiers". */
    static String roleArn(String label, String value) {
        if (value == null) {
            throw Failure.of(label + " is missing");
        }
        return Command.checked(
                label, value, "arn:aws[a-z-]*:iam::\\d{12}:role/" + ROLE_NAME, "arn:aws:iam::123456789123:role/NAME");
    }

    /** STS API Reference, AssumeRole, RoleSessionName; the name of the user, made legal, where there is none. */
    static String sessionName(String label, String value, Map<String, String> env) {
        if (value != null) {
            return Command.checked(label, value, "[\\w+=,.@-]{2,64}", "2 to 64 letters, digits and _+=,.@-");
        }
        String user = Sts.first(
                        env.get("AWS_ROLE_SESSION_NAME"),
                        env.get("USER"),
                        env.get("LOGNAME"),
                        System.getProperty("user.name"),
                        "user")
                .replaceAll("[^\\w+=,.@-]", "-");
        return user.length() < 2 ? user + "-session" : user.substring(0, Math.min(64, user.length()));
    }

    /** STS API Reference, AssumeRole, DurationSeconds; null leaves it to STS. */
    static Integer seconds(String label, String value) {
        if (value == null) {
            return null;
        }
        int number = value.matches("\\d{1,6}") ? Integer.parseInt(value) : 0;
        if (number < 900 || number > 43_200) {
            throw Failure.usage(label + " " + Command.shown(value)
                    + " is not a number of seconds from 900 (15 minutes) to 43200 (12 hours)");
        }
        return number;
    }

    private String tokenCode(String serial) {
        if (tokenCode != null) {
            String code = tokenCode;
            tokenCode = null; // STS takes a code once only
            return code;
        }
        for (int attempt = 0; attempt < 3; attempt++) {
            String code = Terminal.ask((attempt == 0 ? "" : "Six digits, please. ") + "MFA code of " + serial + ": ");
            if (code == null) {
                throw Failure.of("MFA is wanted (" + serial
                        + "), and there is no terminal to ask for the code on; give it with --token-code"
                        + " 123456, or load with: eval \"$(jbang assume@org ...)\"");
            }
            if (code.strip().matches("\\d{6}")) {
                return code.strip();
            }
        }
        throw Failure.of("an MFA code is six digits, and none of three answers was; try again");
    }

    private AwsCredentials sourceKeys(String profile) {
        String source = profiles.get(profile, "source_profile");
        if (source == null) {
            return fromCredentialSource(profiles.get(profile, "credential_source"));
        }
        return source.equals(profile) ? ownKeys(profile) : keys(source);
    }

    /** AWS SDKs and Tools Reference Guide, "Assume role credential provider", credential_source. */
    private AwsCredentials fromCredentialSource(String source) {
        return switch (source) {
            case "Environment" -> environmentKeys();
            case "Ec2InstanceMetadata" ->
                resolve(
                        InstanceProfileCredentialsProvider.create(),
                        "the metadata service of this machine gave no keys; is it an EC2 instance with a role?");
            case "EcsContainer" ->
                resolve(
                        ContainerCredentialsProvider.builder().build(),
                        "the container service gave no keys; is this a container with a task role?");
            default ->
                throw Failure.of("credential_source " + Command.shown(source) + " in " + Profiles.configFile(env)
                        + " is none of Environment, Ec2InstanceMetadata, EcsContainer");
        };
    }

    /** The keys in the profile, or those that single sign-on, a login or a program gives it. */
    private AwsCredentials ownKeys(String profile) {
        String id = profiles.get(profile, "aws_access_key_id");
        String secret = profiles.get(profile, "aws_secret_access_key");
        if (id != null && secret != null) {
            return keys(id, secret, profiles.get(profile, "aws_session_token"));
        }
        return resolve(
                ProfileCredentialsProvider.builder()
                        .profileFile(profiles.files())
                        .profileName(Profiles.key(profile))
                        .build(),
                "profile " + profile + " has no keys: "
                        + switch (profiles.kind(profile)) {
                            case "sso" ->
                                "its single sign-on is over or was never begun; begin it with: aws sso login --profile "
                                        + profile;
                            case "login" -> "its login is over; log in with: aws login --profile " + profile;
                            case "process" -> "its credential_process failed; run it by itself to see why";
                            default ->
                                "it needs aws_access_key_id and aws_secret_access_key, which 'aws configure --profile "
                                        + profile + "' adds, or a role_arn";
                        });
    }

    private AwsCredentials environmentKeys() {
        String id = env("AWS_ACCESS_KEY_ID");
        String secret = env("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            throw Failure.of((id == null ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY")
                    + " is not set in the environment, and a key needs both it and "
                    + (id == null ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID") + "; set both, or name a profile");
        }
        if (ended(env("AWS_CREDENTIAL_EXPIRATION"))) {
            throw Failure.of("the keys in your environment ended at " + env("AWS_CREDENTIAL_EXPIRATION")
                    + "; name a profile to sign with its keys, or forget these with: source <(jbang unset@org"
                    + " --credentials-only)");
        }
        return keys(id, secret, env("AWS_SESSION_TOKEN"));
    }

    private Failure refusal(StsException e, Map<String, Object> request, String signer) {
        if (!Sts.code(e).equals("AccessDenied")) {
            return sts.refused(e, signer + " for " + request.get("RoleArn"));
        }
        String said = Sts.said(e);
        if (said.contains("MultiFactorAuthentication")) {
            return new Failure(
                    1,
                    "the MFA code was not accepted for " + request.get("RoleArn") + " (" + said
                            + "): wait for the next one, and check the device, " + request.get("SerialNumber"),
                    e);
        }
        // AWS's message begins with who asked: "User: arn:... is not authorized to perform: sts:AssumeRole on resource:
        // arn:...".
        Matcher user = Pattern.compile("User: (arn:\\S+)").matcher(said);
        return new Failure(
                1,
                (user.find() ? user.group(1) : signer) + " may not assume " + request.get("RoleArn")
                        + ". Check that the role exists, that its trust policy names the caller, and that the caller's"
                        + " own policy allows sts:AssumeRole on it"
                        + (request.get("SerialNumber") == null
                                ? "; if the trust policy wants MFA, give --serial-number"
                                : "")
                        + (request.get("ExternalId") == null ? "; if it wants an external ID, give --external-id" : "")
                        + " (" + said + ")",
                e);
    }

    private static SessionCredentials credentials(Credentials keys, AssumedRoleUser user) {
        if (keys == null || user == null) {
            throw Failure.of("there is no " + (keys == null ? "Credentials" : "AssumedRoleUser"));
        }
        SessionCredentials.word("SessionToken", keys.sessionToken());
        return new SessionCredentials(
                keys.accessKeyId(),
                keys.secretAccessKey(),
                keys.sessionToken(),
                keys.expiration(),
                new SessionCredentials.AssumedRole(user.assumedRoleId(), user.arn()));
    }

    private static AwsCredentials aws(SessionCredentials keys) {
        return keys(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
    }

    private static AwsCredentials keys(String id, String secret, String token) {
        return token == null ? AwsBasicCredentials.create(id, secret) : AwsSessionCredentials.create(id, secret, token);
    }

    private static AwsCredentials resolve(AwsCredentialsProvider provider, String otherwise) {
        try {
            return provider.resolveCredentials();
        } catch (RuntimeException e) {
            throw new Failure(1, otherwise, e);
        }
    }

    private static boolean ended(String expiration) {
        try {
            return expiration != null && Instant.parse(expiration).isBefore(Instant.now());
        } catch (DateTimeException e) {
            return false;
        }
    }

    private String env(String name) {
        return Sts.first(env.get(name));
    }
}
