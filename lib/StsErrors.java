//DEPS software.amazon.awssdk:sts
//SOURCES Failure.java Network.java RoleRequest.java

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * What each refusal of STS means for a person: the first row whose code and wording fit. The codes are those of the AWS
 * STS API Reference, "Common Errors" and each action's "Errors"; where a wording decides, its row says where the
 * wording is from.
 */
enum StsErrors {
    UNKNOWN_KEY("InvalidClientTokenId", "", "AWS does not know these keys: they were deleted, deactivated or mistyped"),
    /** Signature Version 4 allows a quarter of an hour: IAM User Guide, "Troubleshoot Signature Version 4 signing". */
    WRONG_CLOCK(
            "SignatureDoesNotMatch",
            "Signature (?:expired|not yet current): (\\w+) .*\\((\\w+) [+-] 15 min",
            "this computer's clock says $1 and STS's says $2; set it right"),
    WRONG_SECRET(
            "SignatureDoesNotMatch",
            "",
            "the secret key is not the one that belongs to this access key; 'aws configure' sets both"),
    EXPIRED("ExpiredToken(?:Exception)?", "", "these keys have expired; name a profile, or get new ones"),
    REGION_DISABLED(
            "RegionDisabledException", "", "STS is switched off in {region} for this account; choose another --region"),
    /** IAM User Guide, "Roles terms and concepts", on role chaining. */
    CHAINED(
            "ValidationError",
            "role chaining",
            "a role that is assumed by a role lasts an hour at most: ask for --duration-seconds 3600 or fewer"),
    /** IAM User Guide, "Update the maximum session duration for a role". */
    TOO_LONG(
            "ValidationError",
            "MaxSessionDuration",
            "the role allows no session that long: ask for fewer --duration-seconds, or raise the role's maximum"),
    THROTTLED(
            "Throttling.*|RequestLimitExceeded|SlowDown|TooManyRequestsException|RequestThrottled.*",
            "",
            "it has trouble of its own or too much to do; try again later"),
    OTHER(".*", "", "its words say what to change");

    /** AWS global condition context keys, "aws:MultiFactorAuthAge". */
    private static final String OLD_CODE =
            "; if that limits how old the MFA code may be, --no-session gives it a new one";

    private final Pattern code;
    private final Pattern wording;
    private final String advice;

    /** @param advice may name {region}, and $1, $2 for the groups of {@code wording} */
    StsErrors(String code, String wording, String advice) {
        this.code = Pattern.compile(code);
        this.wording = Pattern.compile(wording, Pattern.DOTALL);
        this.advice = advice;
    }

    /** What any command says when STS refuses: whose keys signed, STS's words, and what to do. */
    static Failure refusal(StsException e, String signer, String region) {
        String message = message(e);
        return Failure.of("STS refused " + signer + " (" + message + "): " + advice(e, message, region), e);
    }

    /** The same for AssumeRole, where a denial has to do with the role. */
    static Failure assumeRole(StsException e, RoleRequest request, String signer, String region) {
        String roleArn = request.roleArn().orElseThrow();
        if (!code(e).equals("AccessDenied")) {
            return refusal(e, signer + " for " + roleArn, region);
        }
        String message = message(e);
        return isMfaFailure(e)
                ? mfaFailure(e, roleArn, request.conditions().serialNumber().orElse("which was not named"))
                : denial(e, request, signer, message);
    }

    /**
     * The same for GetSessionToken. No policy of the user's is needed for it or can forbid it (IAM User Guide,
     * "Permissions for GetSessionToken"); one of the organization's can.
     *
     * @param purpose what the code was for
     */
    static Failure sessionToken(StsException e, String purpose, String serial, String signer, String region) {
        if (isMfaFailure(e)) {
            return mfaFailure(e, purpose, serial);
        }
        if (code(e).equals("AccessDenied")) {
            return Failure.of(
                    "STS gave " + signer + " no session for the MFA code (" + message(e)
                            + "); that code is used up, and with the next one --no-session assumes a role without it",
                    e);
        }
        return refusal(e, signer, region);
    }

    /**
     * Whether {@code failure} says that STS does not take the keys that signed, whatever they were to sign: these were
     * changed or revoked, or have expired.
     */
    static boolean isOfSigner(Failure failure) {
        return failure.getCause() instanceof StsException e
                && Set.of(UNKNOWN_KEY, WRONG_SECRET, EXPIRED).contains(row(e, message(e)));
    }

    private static boolean isMfaFailure(StsException e) {
        return code(e).equals("AccessDenied") && message(e).contains("MultiFactorAuthentication");
    }

    private static Failure mfaFailure(StsException e, String purpose, String serial) {
        return Failure.of(
                "the MFA code was not accepted for " + purpose + " (" + message(e)
                        + "): wait for the next one, and check the device, " + serial,
                e);
    }

    /**
     * AWS's message begins with the caller: "User: arn:... is not authorized to perform: sts:AssumeRole on resource:
     * arn:...".
     */
    private static Failure denial(StsException e, RoleRequest request, String signer, String message) {
        Matcher user = Pattern.compile("User: (arn:\\S+)").matcher(message);
        String caller = user.find() ? user.group(1) : signer;
        boolean hasMfa = request.conditions().serialNumber().isPresent();
        boolean hasExternalId = request.conditions().externalId().isPresent();
        return Failure.of(
                caller + " may not assume " + request.roleArn().orElseThrow()
                        + ". Check that the role exists, that its trust policy names the caller, and that the caller's"
                        + " own policy allows sts:AssumeRole on it"
                        + (hasMfa ? OLD_CODE : "; if the trust policy wants MFA, give --serial-number")
                        + (hasExternalId ? "" : "; if it wants an external ID, give --external-id")
                        + " (" + message + ")",
                e);
    }

    private static String advice(StsException e, String message, String region) {
        if (e.statusCode() >= 500) {
            return THROTTLED.advice;
        }
        StsErrors row = row(e, message);
        Matcher words = row.wording.matcher(message);
        String advice = words.find() && words.groupCount() > 0
                ? row.advice.replace("$1", words.group(1)).replace("$2", words.group(2))
                : row.advice;
        return advice.replace("{region}", region);
    }

    private static StsErrors row(StsException e, String message) {
        return Arrays.stream(values())
                .filter(candidate -> candidate.fits(e, message))
                .findFirst()
                .orElse(OTHER);
    }

    private boolean fits(StsException e, String message) {
        return code.matcher(code(e)).matches() && wording.matcher(message).find();
    }

    /** The code of STS's refusal; empty when the answer held none. */
    static String code(StsException e) {
        return detail(e, "Code", AwsErrorDetails::errorCode);
    }

    /** STS's code and message, without what the SDK adds. */
    static String message(StsException e) {
        return code(e) + ": " + detail(e, "Message", AwsErrorDetails::errorMessage);
    }

    /** Some services, and some that stand in for STS, put one element more around an error than the SDK looks for. */
    private static String detail(StsException e, String element, Function<AwsErrorDetails, String> bySdk) {
        AwsErrorDetails details = e.awsErrorDetails();
        if (details == null) {
            return "";
        }
        if (details.errorCode() != null) {
            return bySdk.apply(details);
        }
        if (details.rawResponse() == null) {
            return "";
        }
        Matcher found = Pattern.compile("<" + element + ">([^<]*)</" + element + ">")
                .matcher(details.rawResponse().asUtf8String());
        return found.find() ? found.group(1) : "";
    }

    /** Something answered that is no STS. */
    static Failure notSts(String answered, Throwable e) {
        return Failure.of(answered + ", but not as STS does; is it an STS, and is there a proxy in between?", e);
    }

    /**
     * No answer came that could be read.
     *
     * @param address what was called
     */
    static Failure noAnswer(String address, SdkException e, Network network) {
        Throwable root = root(e);
        boolean isUnreadable = Stream.of(XMLStreamException.class, DateTimeException.class, NumberFormatException.class)
                .anyMatch(type -> type.isInstance(root));
        if (isUnreadable) {
            return notSts(address + " answered (no XML of STS's)", e);
        }
        return network.noAnswer(address, e);
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
